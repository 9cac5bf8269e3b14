import type { RobotPermissionRequest, RobotResponse } from '../../../contract/people/robot.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { type Caller, grantsAround } from '../../../domain/people/caller.ts'
import { isHarborOnly } from '../../../domain/people/harbor-permission.ts'
import {
  type Grant,
  PERMISSIONS_OF_KIND,
  isGranted,
  isPermission,
  standsFor,
} from '../../../domain/people/permission.ts'
import type { Projects } from '../../../domain/project.ts'
import type { Call } from '../../route.ts'

/**
 * Reads the permissions of a robot. One of a project has permissions in that project only. Permissions of Harbor's that mean nothing here are
 * kept, so that a robot made for Harbor can be made here; what neither knows is refused.
 *
 * @param project the name of the robot's project, or null for a robot of the system
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function grantsOf(
  permissions: readonly RobotPermissionRequest[],
  project: string | null,
): readonly Grant[] {
  if (permissions.length === 0) throw badRequest('bad request empty permission: a robot needs at least one')
  return readGrants(permissions, project, () => false)
}

/**
 * Reads the limits of an access token: what robots have, and `*` for every resource or action.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function limitsOf(permissions: readonly RobotPermissionRequest[]): readonly Grant[] {
  if (permissions.length === 0)
    throw badRequest('permissions is empty: name one, or leave it out for all that you may yourself')
  return readGrants(permissions, null, (kind, pattern) =>
    PERMISSIONS_OF_KIND[kind].some((permission) => standsFor(pattern, permission)),
  )
}

/** @param isMore whether a name is taken that is no permission */
function readGrants(
  permissions: readonly RobotPermissionRequest[],
  project: string | null,
  isMore: (kind: Grant['kind'], name: string) => boolean,
): readonly Grant[] {
  return permissions.map(({ kind = '', namespace = '', access = [] }) => {
    if (kind !== 'project' && kind !== 'system') throw badRequest(`bad request permission level: ${kind}`)
    assertPlace(kind, namespace, project)
    if (access.length === 0) throw badRequest('bad request empty access')
    const effects = effectsOf(access)
    return {
      kind,
      namespace,
      permissions: access.map((one) => nameOf(kind, one, isMore)),
      ...(Object.keys(effects).length > 0 && { effects }),
    }
  })
}

function assertPlace(kind: Grant['kind'], namespace: string, project: string | null): void {
  if (project !== null && (kind !== 'project' || namespace !== project))
    throw badRequest(
      `a robot of project ${project} has permissions of kind project in namespace ${project} only`,
    )
  if (kind === 'system' && namespace !== '/')
    throw badRequest('the namespace of a permission of kind system is /')
}

type Access = NonNullable<RobotPermissionRequest['access']>[number]

function nameOf(
  kind: Grant['kind'],
  { resource = '', action = '' }: Access,
  isMore: (kind: Grant['kind'], name: string) => boolean,
): string {
  const name = `${resource}:${action}`
  if (isPermission(name) || isHarborOnly(kind, resource, action) || isMore(kind, name)) return name
  const hint = 'GET /api/v2.0/permissions lists the permissions that have an effect'
  throw badRequest(`bad request permission: ${name}; ${hint}`)
}

/** A permission that is named twice is denied when it is denied once. */
function effectsOf(access: readonly Access[]): NonNullable<Grant['effects']> {
  const effects: Record<string, 'allow' | 'deny'> = {}
  for (const { resource = '', action = '', effect = '' } of access) {
    const name = `${resource}:${action}`
    if (effect === 'deny') effects[name] = 'deny'
    else if (effect === 'allow') effects[name] ??= 'allow'
    else if (effect !== '') throw badRequest(`the effect of a permission is allow or deny, not ${effect}`)
  }
  return effects
}

/**
 * Nobody gives away what they do not have. Of permissions without a meaning, people may give any; a robot only its own, an access token only those within its limits.
 *
 * @throws BellbuoyError `FORBIDDEN`
 */
export async function assertOwned(
  grants: readonly Grant[],
  { caller, authorize }: Pick<Call, 'authorize'> & { readonly caller: Caller },
  projects: Pick<Projects, 'byName'>,
): Promise<void> {
  const own = grantsAround(caller)
  for (const { kind, namespace, permissions } of grants) {
    const project = kind === 'project' && namespace !== '*' ? await projects.byName(namespace) : null
    for (const permission of permissions) {
      if (isPermission(permission)) await authorize(permission, project)
      else if (own !== null) assertHeld(own, permission, kind, namespace)
    }
  }
}

function assertHeld(
  grants: readonly Grant[],
  permission: string,
  kind: Grant['kind'],
  namespace: string,
): void {
  const scope = kind === 'system' ? null : { name: namespace }
  if (!isGranted(grants, permission, scope)) throw new BellbuoyError('FORBIDDEN', 'forbidden')
}

/** The permissions of a robot as they were given, and which of them mean nothing here. */
export function shownGrants(
  grants: readonly Grant[],
): Pick<RobotResponse, 'permissions' | 'permissions_without_effect'> {
  const idle = new Set(grants.flatMap(idleIn))
  return {
    permissions: shownPermissions(grants),
    ...(idle.size > 0 && { permissions_without_effect: [...idle] }),
  }
}

/** Grants as they were given. */
export function shownPermissions(grants: readonly Grant[]): RobotResponse['permissions'] {
  return grants.map(({ kind, namespace, permissions, effects = {} }) => ({
    access: permissions.map((permission) => {
      const [resource = '', action = ''] = permission.split(':')
      const effect = effects[permission]
      return { action, ...(effect !== undefined && { effect }), resource }
    }),
    kind,
    namespace,
  }))
}

function idleIn({ kind, permissions }: Grant): readonly string[] {
  return permissions.filter((name) => !PERMISSIONS_OF_KIND[kind].some((permission) => permission === name))
}
