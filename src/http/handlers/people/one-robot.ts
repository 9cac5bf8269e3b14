import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import { hashRobotSecret, newRobotSecret } from '../../../accounts/robot-secret.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Permission } from '../../../domain/people/permission.ts'
import { type Robot, type Robots, ROBOT_PREFIX } from '../../../domain/people/robot.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { assertSameRobot, expiryOf } from './robot-draft.ts'
import { assertOwned, grantsOf } from './robot-grants.ts'
import { type RobotParts, robotResponse } from './robots.ts'

interface RobotCall {
  readonly params: { readonly robot_id: number }
  readonly authorize: Call['authorize']
  readonly concerns: Call['concerns']
}

/** Reads, changes and deletes one robot. */
export function oneRobotRoutes({ store: { robots, projects } }: Pick<RobotParts, 'store'>): readonly Route[] {
  /** @throws BellbuoyError `FORBIDDEN` also for a robot that does not exist, to a caller who may not in the whole system */
  const find: Find = async ({ params: { robot_id: id }, authorize, concerns }, permission) => {
    const robot = await robots.byId(id)
    const project = robot?.level === 'project' ? await projects.byId(robot.projectId) : null
    await authorize(permission, project)
    if (robot === null) throw new BellbuoyError('NOT_FOUND', `robot ${id} not found`)
    concerns(`${ROBOT_PREFIX}${robot.name}`)
    return robot
  }
  return [
    answer(CALLS.getRobot, async (call) => ({
      status: 200,
      body: robotResponse(await find(call, 'robot:read')),
    })),
    answer(CALLS.updateRobot, async (call) => {
      const robot = await find(call, 'robot:update')
      assertSameRobot(call.body, robot)
      const { description = '', disable = false, duration = robot.durationDays, permissions } = call.body
      const project = robot.level === 'project' ? await projects.byId(robot.projectId) : null
      const grants = permissions === undefined ? robot.grants : grantsOf(permissions, project?.name ?? null)
      await assertOwned(grants, call, projects)
      const isNew = duration !== robot.durationDays
      const expiresAtMs = isNew ? expiryOf(duration, robot.createdAtMs) : robot.expiresAtMs
      const changes = {
        description,
        disabled: disable,
        durationDays: duration,
        grants,
        expiresAtMs,
      }
      await robots.update(robot.id, changes, call.guard)
      return { status: 200 }
    }),
    endingRoutes(robots, find),
  ].flat()
}

type Find = (call: RobotCall, permission: Permission) => Promise<Robot>

function endingRoutes(robots: Robots, find: Find): readonly Route[] {
  return [
    answer(CALLS.refreshRobotSecret, async (call) => {
      const robot = await find(call, 'robot:update')
      const given = call.body.secret ?? ''
      if (given !== '') assertStrongPassword(given, robot.name)
      const secret = given === '' ? newRobotSecret() : given
      await robots.update(robot.id, { secretHash: hashRobotSecret(secret) }, call.guard)
      return { status: 200, body: { secret: given === '' ? secret : '' } }
    }),
    answer(CALLS.deleteRobot, async (call) => {
      await robots.remove((await find(call, 'robot:delete')).id, call.guard)
      return { status: 200 }
    }),
  ].flat()
}
