import { ROLES, type Role } from './role.ts'

/** Permissions in a project, as `resource:action` in Harbor's words (`src/common/rbac/const.go`). */
const PROJECT_PERMISSIONS = [
  'project:read',
  'project:update',
  'project:delete',
  'notification-policy:list',
  'notification-policy:read',
  'notification-policy:create',
  'notification-policy:update',
  'notification-policy:delete',
  'member:list',
  'member:read',
  'member:create',
  'member:update',
  'member:delete',
  'robot:list',
  'robot:read',
  'robot:create',
  'robot:update',
  'robot:delete',
  'log:list',
  'quota:read',
  'event:create',
  'scan:create',
  'scan:read',
  'scan:stop',
  'helm-chart:read',
  'helm-chart:create',
  'helm-chart:delete',
] as const

/** Permissions for the whole system: of system admins, and of robots that were granted them. */
const SYSTEM_PERMISSIONS = [
  'project:create',
  'user:list',
  'user:read',
  'user:create',
  'user:update',
  'user:delete',
  'configuration:read',
  'configuration:update',
  'audit-log:list',
  'source:list',
  'source:read',
  'source:create',
  'source:update',
  'source:delete',
  'scanner:list',
  'scanner:read',
  'scanner:create',
  'scanner:update',
  'scanner:delete',
] as const

export type Permission = (typeof PROJECT_PERMISSIONS)[number] | (typeof SYSTEM_PERMISSIONS)[number]

export const PERMISSIONS: readonly Permission[] = [...PROJECT_PERMISSIONS, ...SYSTEM_PERMISSIONS]

/**
 * The permission table (webhook proposal, "Authorization"; the rest as `src/common/rbac/project/rbac_role.go`): a project
 * admin does everything with webhooks, a maintainer lists and reads, the others do nothing with them.
 */
const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  projectAdmin: PROJECT_PERMISSIONS,
  maintainer: [
    'project:read',
    'notification-policy:list',
    'notification-policy:read',
    'member:list',
    'member:read',
    'robot:list',
    'robot:read',
    'quota:read',
    'scan:create',
    'scan:read',
    'scan:stop',
    'helm-chart:read',
    'helm-chart:create',
    'helm-chart:delete',
  ],
  developer: [
    'project:read',
    'member:list',
    'member:read',
    'robot:list',
    'robot:read',
    'quota:read',
    'scan:read',
    'helm-chart:read',
    'helm-chart:create',
  ],
  guest: [
    'project:read',
    'member:list',
    'member:read',
    'robot:list',
    'robot:read',
    'quota:read',
    'scan:read',
    'helm-chart:read',
  ],
  limitedGuest: ['project:read', 'quota:read', 'scan:read', 'helm-chart:read'],
}

/** The roles that have a permission in their project. */
export function rolesWith(permission: Permission): readonly Role[] {
  return ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission))
}

/** What every logged-in user may do in a public project. */
const PUBLIC_PERMISSIONS: readonly Permission[] = ['project:read', 'helm-chart:read']

/** The part of a caller that decides about permissions. */
export type Rights =
  | { readonly kind: 'user'; readonly isSystemAdmin: boolean }
  | { readonly kind: 'robot'; readonly grants: readonly Grant[] }

/** Permissions of a robot in one project, in all of them, or in the system. */
export interface Grant {
  readonly kind: 'project' | 'system'
  /** The project's name, or `*` for all; `/` for the system. */
  readonly namespace: string
  readonly permissions: readonly Permission[]
}

/** The project that a permission is asked for, with the caller's roles; null stands for the whole system. */
export interface PermissionScope {
  readonly name: string
  readonly isPublic: boolean
  /** The caller's roles in the project. */
  readonly roles: readonly Role[]
}

/** Whether a caller may do something in a project, or in the whole system. */
export function may(rights: Rights, permission: Permission, scope: PermissionScope | null): boolean {
  if (rights.kind === 'robot') return rights.grants.some((grant) => covers(grant, permission, scope))
  if (rights.isSystemAdmin) return true
  if (scope === null) return false
  if (scope.isPublic && PUBLIC_PERMISSIONS.includes(permission)) return true
  return scope.roles.some((role) => ROLE_PERMISSIONS[role].includes(permission))
}

function covers(
  { kind, namespace, permissions }: Grant,
  wanted: Permission,
  scope: PermissionScope | null,
): boolean {
  if (!permissions.includes(wanted)) return false
  if (scope === null) return kind === 'system'
  return kind === 'project' && (namespace === '*' || namespace === scope.name)
}
