import { hashRobotSecret, newRobotSecret } from '../../../accounts/robot-secret.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { RobotPermissionRequest, RobotResponse } from '../../../contract/people/robot.ts'
import { badRequest } from '../../../domain/errors.ts'
import { idOf, nameOf } from '../../../domain/people/caller.ts'
import type { Permission } from '../../../domain/people/permission.ts'
import { type Robot, type RobotFilter, ROBOT_PREFIX } from '../../../domain/people/robot.ts'
import type { Project } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Call, type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { expiryOf, robotLevel, robotName } from './robot-draft.ts'
import { assertOwned, grantsOf, shownGrants } from './robot-grants.ts'

export interface RobotParts {
  readonly store: Pick<Store, 'robots' | 'projects'>
  readonly clock: { readonly now: () => number }
}

/** Lists and creates robots of the system, or of a project. The path does not say which, so the handlers authorize. */
export function robotRoutes({ store: { robots, projects }, clock }: RobotParts): readonly Route[] {
  const namedIn = async ({ body, caller, authorize }: Call<typeof CALLS.createRobot>) => {
    const { permissions = [], description = '', disable = false, duration = 0 } = body
    const level = robotLevel(body.level ?? '')
    const project = level === 'project' ? await projectNamedIn(permissions) : null
    await authorizeIn(level, project, authorize, 'robot:create')
    const grants = grantsOf(permissions, project?.name ?? null)
    await assertOwned(grants, { caller, authorize }, projects)
    const name = robotName(body.name ?? '')
    return {
      project,
      level,
      description,
      grants,
      disabled: disable,
      durationDays: duration,
      name: project === null ? name : `${project.name}+${name}`,
      expiresAtMs: expiryOf(duration, clock.now()),
    }
  }
  const projectNamedIn = async ([first]: readonly RobotPermissionRequest[]): Promise<Project | null> =>
    first === undefined ? null : projects.byName(first.namespace ?? '')
  return [
    answer(CALLS.listRobots, async ({ query, url, authorize }) => {
      const asked = listQuery(query)
      const filter = filterIn(asked.conditions)
      const project = filter.level === 'project' ? await projects.byId(filter.projectId) : null
      await authorizeIn(filter.level, project, authorize, 'robot:list')
      const { items, total } = await robots.list(filter, pageOf(query), asked)
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(robotResponse) }
    }),
    answer(CALLS.createRobot, async (call) => {
      const secret = newRobotSecret()
      const { project, ...named } = await namedIn(call)
      call.concerns(`${ROBOT_PREFIX}${named.name}`)
      const draft = {
        ...named,
        creator: nameOf(call.caller),
        creatorId: idOf(call.caller),
        projectId: project?.id ?? 0,
      }
      const robot = await robots.create({ ...draft, secretHash: hashRobotSecret(secret) })
      return {
        status: 201,
        headers: { location: `${CALLS.createRobot.path}/${robot.id}` },
        body: created(robot, secret),
      }
    }),
  ].flat()
}

/** Harbor asks for the robots of a project by two conditions of `q`. @throws BellbuoyError `BAD_REQUEST` in Harbor's words */
function filterIn(conditions: ReturnType<typeof listQuery>['conditions']): RobotFilter {
  const value = (field: string): string | undefined =>
    conditions.flatMap((condition) =>
      condition.is === 'equal' && condition.field === field ? [condition.value] : [],
    )[0]
  const level = robotLevel(value('level') ?? 'system')
  if (level === 'system') return { level, projectId: 0 }
  const projectId = value('project_id') ?? value('projectid')
  if (projectId === undefined) throw badRequest('must with project ID when to query project robots')
  if (!/^0*[1-9]\d{0,14}$/.test(projectId)) throw badRequest('ProjectID must be a positive integer')
  return { level, projectId: Number(projectId) }
}

/** @throws BellbuoyError as `authorize`; an unknown project is forbidden to all but those who may in the whole system */
export async function authorizeIn(
  level: 'system' | 'project',
  project: Project | null,
  authorize: Call['authorize'],
  permission: Permission,
): Promise<void> {
  await authorize(permission, project)
  if (level === 'project' && project === null)
    throw badRequest('the namespace of the permissions names no project')
}

const expiresAt = ({ expiresAtMs }: Robot): number =>
  expiresAtMs === null ? -1 : Math.floor(expiresAtMs / 1000)

function created(robot: Robot, secret: string) {
  const { permissions_without_effect } = shownGrants(robot.grants)
  return {
    creation_time: timeInMs(robot.createdAtMs),
    expires_at: expiresAt(robot),
    id: robot.id,
    name: `${ROBOT_PREFIX}${robot.name}`,
    ...(permissions_without_effect && { permissions_without_effect }),
    secret,
  }
}

export function robotResponse(robot: Robot): RobotResponse {
  const { description, grants, creator, creatorId } = robot
  return {
    creation_time: timeInMs(robot.createdAtMs),
    ...(creatorId !== 0 && { creator_ref: creatorId }),
    creator_type: creator.startsWith(ROBOT_PREFIX) ? 'robot' : 'local',
    ...(description !== '' && { description }),
    disable: robot.disabled,
    duration: robot.durationDays,
    editable: true,
    expires_at: expiresAt(robot),
    id: robot.id,
    level: robot.level,
    name: `${ROBOT_PREFIX}${robot.name}`,
    ...shownGrants(grants),
    update_time: timeInMs(robot.updatedAtMs),
  }
}
