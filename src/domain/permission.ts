import type { User } from './user.ts'

/** What a caller may want, as `resource:action` in Harbor's words. */
export type Permission =
  | 'project:list'
  | 'project:create'
  | 'notification-policy:list'
  | 'notification-policy:read'
  | 'notification-policy:create'
  | 'notification-policy:update'
  | 'notification-policy:delete'
  | 'configuration:read'
  | 'configuration:update'

/** Whether a user may do something: the system admin everything, others nothing. */
export function may(user: User, _permission: Permission): boolean {
  return user.isSystemAdmin
}
