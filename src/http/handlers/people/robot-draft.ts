import type { RobotPermission } from '../../../contract/people/robot.ts'
import { badRequest } from '../../../domain/errors.ts'
import { type Grant, PERMISSIONS, type Permission } from '../../../domain/people/permission.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'

/**
 * Reads the permissions of a robot. One of a project has permissions in that project only; what Bellbuoy does not know is
 * refused rather than dropped, so that no robot has less than it seems to have.
 *
 * @param project the name of the robot's project, or null for a robot of the system
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function grantsOf(permissions: readonly RobotPermission[], project: string | null): readonly Grant[] {
  if (permissions.length === 0) throw badRequest('a robot needs at least one permission')
  return permissions.map(({ kind, namespace, access }) => {
    if (project !== null && (kind !== 'project' || namespace !== project))
      throw badRequest(
        `a robot of project ${project} has permissions of kind project in namespace ${project} only`,
      )
    if (kind === 'system' && namespace !== '/')
      throw badRequest('the namespace of a permission of kind system is /')
    return { kind, namespace, permissions: access.map(permissionOf) }
  })
}

function permissionOf({ resource, action }: { resource: string; action: string }): Permission {
  const named = PERMISSIONS.find((permission) => permission === `${resource}:${action}`)
  if (named !== undefined) return named
  throw badRequest(`there is no permission ${resource}:${action}; there are ${PERMISSIONS.join(', ')}`)
}

const DAY_MS = 86_400_000
const MAX_DAYS = 36_500

/** When a robot expires that lasts so many days from now; null: never. @throws BellbuoyError `BAD_REQUEST` */
export function expiryOf(durationDays: number, nowMs: number): number | null {
  if (durationDays === -1) return null
  if (durationDays < 1 || durationDays > MAX_DAYS)
    throw badRequest(`duration is a number of days from 1 to ${MAX_DAYS}, or -1 for ever`)
  return nowMs + durationDays * DAY_MS
}

export function robotName(name: string): string {
  assertVisibleName('robot name', name)
  if (/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name) && name.length <= 255) return name
  throw badRequest(
    `invalid robot name ${JSON.stringify(name)}: lower-case letters and digits, joined by single dots, underscores or hyphens`,
  )
}
