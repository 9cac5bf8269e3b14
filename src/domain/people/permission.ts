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
  'metadata:list',
  'metadata:read',
  'metadata:create',
  'metadata:update',
  'metadata:delete',
  'immutable-tag:list',
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
  'quota:list',
  'quota:update',
  'audit-log:list',
  'registry:list',
  'system-volumes:read',
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

/** Of the permissions in a project, those that are also asked for the whole system: for global policies, its robots, events of new projects, quotas. */
const SYSTEM_WIDE = PROJECT_PERMISSIONS.filter((permission) =>
  /^(?:notification-policy|robot|event|quota):/.test(permission),
)

/** What a robot can be given in a project, and for the system, so that it has an effect. */
export const PERMISSIONS_OF_KIND: Readonly<Record<Grant['kind'], readonly Permission[]>> = {
  project: PROJECT_PERMISSIONS,
  system: [...SYSTEM_PERMISSIONS, ...SYSTEM_WIDE],
}

/** Whether `resource:action` is a permission that something here asks for. */
export function isPermission(name: string): name is Permission {
  return PERMISSIONS.some((permission) => permission === name)
}

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
    'metadata:list',
    'metadata:read',
    'immutable-tag:list',
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
  | {
      readonly kind: 'user'
      readonly isSystemAdmin: boolean
      /** Of the access token that they call with: what they may is within these; null for no limits. */
      readonly limits: readonly Grant[] | null
    }
  | { readonly kind: 'robot'; readonly grants: readonly Grant[] }

/** Permissions of a robot, or limits of an access token: in one project, in all of them, or in the system. */
export interface Grant {
  readonly kind: 'project' | 'system'
  /** The project's name, or `*` for all; `/` for the system. */
  readonly namespace: string
  /**
   * `resource:action`; one that is no `Permission` is Harbor's alone, and kept without a meaning. In limits of access tokens `*` stands for
   * every resource or action: `*:read`.
   */
  readonly permissions: readonly string[]
  /** What was said of single ones, as in Harbor: `deny` takes a permission away, `allow` is what holds anyhow. */
  readonly effects?: Readonly<Record<string, 'allow' | 'deny'>>
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
  if (rights.kind === 'robot') return isGranted(rights.grants, permission, scope)
  if (rights.limits !== null && !isGranted(rights.limits, permission, scope)) return false
  if (rights.isSystemAdmin) return true
  if (scope === null) return false
  if (scope.isPublic && PUBLIC_PERMISSIONS.includes(permission)) return true
  return scope.roles.some((role) => ROLE_PERMISSIONS[role].includes(permission))
}

/** Whether grants hold a permission; one that is denied anywhere is not granted. */
export function isGranted(
  grants: readonly Grant[],
  permission: string,
  scope: Pick<PermissionScope, 'name'> | null,
): boolean {
  const named = grants.filter((grant) => covers(grant, permission, scope))
  return named.length > 0 && !named.some((grant) => isDenied(grant, permission))
}

function covers(
  { kind, namespace, permissions }: Grant,
  wanted: string,
  scope: Pick<PermissionScope, 'name'> | null,
): boolean {
  if (!permissions.some((permission) => standsFor(permission, wanted))) return false
  if (scope === null) return kind === 'system'
  return kind === 'project' && (namespace === '*' || namespace === scope.name)
}

function isDenied({ effects = {} }: Grant, wanted: string): boolean {
  return Object.entries(effects).some(
    ([permission, effect]) => effect === 'deny' && standsFor(permission, wanted),
  )
}

/** Whether a permission is meant by one in which `*` may stand for every resource or action. */
export function standsFor(pattern: string, permission: string): boolean {
  if (pattern === permission) return true
  if (!pattern.includes('*')) return false
  const [resource, action] = pattern.split(':')
  const [wantedResource, wantedAction] = permission.split(':')
  return (resource === '*' || resource === wantedResource) && (action === '*' || action === wantedAction)
}
