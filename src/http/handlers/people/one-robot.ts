import Type from 'typebox'
import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import { hashRobotSecret, newRobotSecret } from '../../../accounts/robot-secret.ts'
import {
  RobotRequest,
  RobotResponse,
  RobotSecretRequest,
  RobotSecretResponse,
} from '../../../contract/people/robot.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Permission } from '../../../domain/people/permission.ts'
import type { Robot } from '../../../domain/people/robot.ts'
import { type Call, type Route, route } from '../../route.ts'
import { expiryOf, grantsOf } from './robot-draft.ts'
import { ROBOTS_PATH, type RobotParts, assertOwned, robotResponse } from './robots.ts'

const PATH = `${ROBOTS_PATH}/:robot_id`
const params = Type.Object({ robot_id: Type.Integer() })

interface RobotCall {
  readonly params: { readonly robot_id: number }
  readonly authorize: Call['authorize']
}

/** Reads, changes and ends one robot. */
export function oneRobotRoutes({ robots, projects, clock }: RobotParts): readonly Route[] {
  /** @throws BellbuoyError `FORBIDDEN` also for a robot that does not exist, to who may not in the whole system */
  const find: Find = async ({ params: { robot_id: id }, authorize }, permission) => {
    const robot = await robots.byId(id)
    const project = robot?.level === 'project' ? await projects.byId(robot.projectId) : null
    await authorize(permission, project)
    if (robot === null) throw new BellbuoyError('NOT_FOUND', `robot ${id} not found`)
    return robot
  }
  const read = route({
    method: 'GET',
    path: PATH,
    operation: 'GetRobotByID',
    summary: 'Get a robot',
    tag: 'robot',
    needs: 'log-in',
    schema: { params },
    answers: { 200: RobotResponse },
    handle: async (call) => ({ status: 200, body: robotResponse(await find(call, 'robot:read')) }),
  })
  const update = route({
    method: 'PUT',
    path: PATH,
    operation: 'UpdateRobot',
    summary: 'Change a robot',
    tag: 'robot',
    needs: 'log-in',
    schema: { params, body: RobotRequest },
    answers: { 200: null },
    async handle(call) {
      const robot = await find(call, 'robot:update')
      const { description = '', disable = false, duration = robot.durationDays, permissions } = call.body
      const project = robot.level === 'project' ? await projects.byId(robot.projectId) : null
      const grants = permissions === undefined ? robot.grants : grantsOf(permissions, project?.name ?? null)
      await assertOwned(grants, call.authorize, projects)
      const isNew = duration !== robot.durationDays
      const expiresAtMs = isNew ? expiryOf(duration, clock.now()) : robot.expiresAtMs
      await robots.update(robot.id, {
        description,
        disabled: disable,
        durationDays: duration,
        grants,
        expiresAtMs,
      })
      return { status: 200 }
    },
  })
  return [read, update, ...endingRoutes(robots, find)]
}

type Find = (call: RobotCall, permission: Permission) => Promise<Robot>

function endingRoutes(robots: RobotParts['robots'], find: Find): readonly Route[] {
  const refresh = route({
    method: 'PATCH',
    path: PATH,
    operation: 'RefreshSec',
    tag: 'robot',
    summary: 'Give a robot another secret: a new one, shown this once, or the one that is sent',
    needs: 'log-in',
    schema: { params, body: RobotSecretRequest },
    answers: { 200: RobotSecretResponse },
    async handle(call) {
      const robot = await find(call, 'robot:update')
      const given = call.body.secret ?? ''
      if (given !== '') assertStrongPassword(given, robot.name)
      const secret = given === '' ? newRobotSecret() : given
      await robots.update(robot.id, { secretHash: hashRobotSecret(secret) })
      return { status: 200, body: { secret: given === '' ? secret : '' } }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: PATH,
    operation: 'DeleteRobot',
    summary: 'Delete a robot',
    tag: 'robot',
    needs: 'log-in',
    schema: { params },
    answers: { 200: null },
    async handle(call) {
      await robots.remove((await find(call, 'robot:delete')).id)
      return { status: 200 }
    },
  })
  return [refresh, remove]
}
