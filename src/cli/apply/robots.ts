import * as CALLS from '../../contract/calls.ts'
import type { RobotRequest, RobotResponse } from '../../contract/people/robot.ts'
import { ROBOT_PREFIX } from '../../domain/people/robot.ts'
import { given, unlessEmpty } from './bodies.ts'
import { paramsOf } from './members.ts'
import { isReference } from './documents/secret-reference.ts'
import type { Body, Draft, Found, Noun, Place, Scope } from './thing.ts'
import { goneAsNull } from './webhooks.ts'

interface Access {
  readonly resource?: string
  readonly action?: string
  readonly effect?: string
}

/** The robots of a project, or of the system. One that is new gets the secret of its file, or a generated one that nobody sees. */
export const robots: Noun = {
  noun: 'robot',
  comparable: ({ description, disable = false, duration, permissions }, { scope }) =>
    given({
      description: unlessEmpty(description as string | undefined),
      disable,
      duration,
      permissions: (permissions as readonly Body[] | undefined)?.map((permission) =>
        comparablePermission(permission, scope),
      ),
    }),
  async list(place) {
    const query = await questionFor(place)
    const found = await Array.fromAsync(place.client.each(CALLS.listRobots, { query }))
    return found.map((robot) => foundRobot(robot, place))
  },
  async read(place, id) {
    return goneAsNull(async () => {
      const { body, etag } = await place.client.call(CALLS.getRobot, { params: { robot_id: Number(id) } })
      return { ...foundRobot(body, place), etag }
    })
  },
  async create(place, draft) {
    const { name, secrets } = draft
    const level = place.scope === null ? 'system' : 'project'
    const body = { ...requestOf(draft, place), name, level }
    const { id } = await place.client.ask(CALLS.createRobot, { body })
    const { secret } = draft.body
    if (isReference(secret)) await setSecret(place, String(id), secrets(secret))
    return String(id)
  },
  async update(place, { id, etag }, draft) {
    const params = { robot_id: Number(id) }
    const changed = await place.client.call(CALLS.updateRobot, {
      params,
      body: requestOf(draft, place),
      ifMatch: etag,
    })
    const { secret } = draft.body
    if (draft.sendsAll && isReference(secret)) await setSecret(place, id, draft.secrets(secret))
    return changed.etag
  },
  async remove({ client }, { id, etag }) {
    await client.call(CALLS.deleteRobot, { params: { robot_id: Number(id) }, ifMatch: etag })
  },
  sent: ({ secret }, before, sendsAll) =>
    isReference(secret) && (before === null || sendsAll) ? [secret] : [],
}

async function setSecret({ client }: Place, id: string, secret: string): Promise<void> {
  await client.ask(CALLS.refreshRobotSecret, { params: { robot_id: Number(id) }, body: { secret } })
}

async function questionFor({ client, scope }: Place): Promise<{ readonly q?: string }> {
  if (scope === null) return {}
  const { project_id: id } = await client.ask(CALLS.getProject, { params: paramsOf(scope) })
  return { q: `Level=project,ProjectID=${String(id)}` }
}

function foundRobot(robot: RobotResponse, place: Place): Found {
  const prefix = place.scope === null ? ROBOT_PREFIX : `${ROBOT_PREFIX}${place.scope}+`
  return {
    id: String(robot.id),
    name: robot.name.slice(prefix.length),
    body: robots.comparable(robot, place),
  }
}

/** A robot of a project has permissions there alone, so a file need not say where. */
function comparablePermission({ kind, namespace, access }: Body, scope: Scope): Body {
  return {
    kind: kind ?? (scope === null ? 'system' : 'project'),
    namespace: namespace ?? scope ?? '/',
    access: ((access ?? []) as readonly Access[]).map(({ resource, action, effect }) =>
      given({ resource, action, effect }),
    ),
  }
}

function requestOf({ body }: Draft, place: Place): RobotRequest {
  return robots.comparable(body, place)
}
