import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomDigest } from '../support/events/envelopes.ts'
import { ROLES } from '../../src/domain/people/role.ts'
import { PERMISSIONS_OF_KIND } from '../../src/domain/people/permission.ts'
import type { Route } from '../../src/http/route.ts'
import { type ApiClient, apiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { type Vault, contentOf, fillVault, pathInto } from './vault.ts'

/** Where the attackers have every right. */
const MINE = 'mine'
/** Names of parameters that mean something else in each project, or the same for everybody. */
const NO_IDS = [
  'project_name_or_id',
  'meta_name',
  'event_type',
  'repository_name',
  'reference',
  'source',
  'name',
]
const NO_FILES = ['version', 'file']

let app: TestApp
let vault: Vault
let before: Readonly<Record<string, string>>
/** By how they are known; nobody of them has a right in the vault. */
const attackers = new Map<string, ApiClient>()

beforeAll(async () => {
  app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  vault = await fillVault(app)
  await app.api.post('/api/v2.0/projects', { project_name: MINE })
  attackers.set('anonymous', app.anonymous)
  attackers.set('a stranger', await memberOf(app, null, 'guest'))
  for (const role of ROLES) attackers.set(`${role} of ${MINE}`, await memberOf(app, MINE, role))
  attackers.set(`robot of ${MINE}`, await robotOf(MINE))
  before = contentOf(app)
})
afterAll(() => app[Symbol.asyncDispose]())

/** With every permission that a robot can have in a project. */
async function robotOf(project: string): Promise<ApiClient> {
  const access = PERMISSIONS_OF_KIND.project.map((permission) => {
    const [resource = '', action = ''] = permission.split(':')
    return { resource, action }
  })
  const permissions = [{ kind: 'project', namespace: project, access }]
  const { status, body } = await app.api.post('/api/v2.0/robots', {
    name: 'intruder',
    level: 'project',
    duration: -1,
    permissions,
  })
  expect(status).toBe(201)
  return apiClient(app.url, { user: body.name, password: body.secret })
}

/** What a call is sent so that nothing but its caller is wrong with it. */
function bodyOf({ operation }: Route): object {
  const { names, project } = vault
  const target = { type: 'http', address: 'http://127.0.0.1:9/taken' }
  const policy = { name: 'taken', enabled: false, event_types: ['PULL_ARTIFACT'], targets: [target] }
  const robot = {
    name: 'taken',
    level: 'project',
    duration: -1,
    permissions: [
      { kind: 'project', namespace: project, access: [{ resource: 'notification-policy', action: 'list' }] },
    ],
  }
  const bodies: Readonly<Record<string, object>> = {
    UpdateWebhookPolicyOfProject: policy,
    UpdateLegacyPolicy: policy,
    ReplayWebhookPolicyOfProject: { since: '2020-01-01T00:00:00Z' },
    AcknowledgeProblemOfProject: { acknowledged: true },
    UpdateProjectMember: { role_id: 4 },
    TestUnsavedTargetOfProject: {
      target: { ...target, address: `http://127.0.0.1:9/${vault.canary}` },
      target_id: Number(names['target_id']),
    },
    RedeliverManyOfProject: { filter: { policy_id: Number(names['policy_id']) } },
    StopDeliveriesOfProject: { filter: { policy_id: Number(names['policy_id']) } },
    CreateRobot: robot,
    UpdateRobot: robot,
    RefreshSec: { secret: 'Chosen-Secret-7' },
    UpdateUserProfile: { realname: 'taken', email: 'taken@example.test' },
    UpdateUserPassword: { old_password: 'Anchor-Chain-42', new_password: 'Bowline-Knot-7' },
    SetUserSysAdmin: { sysadmin_flag: true },
    CreateEvents: {
      specversion: '1.0',
      id: 'taken',
      source: 'taken',
      type: 'harbor.artifact.pushed',
      data: { repository: `${project}/app`, digest: randomDigest() },
    },
  }
  return bodies[operation] ?? {}
}

/** Every filter of a list by something of the vault. */
function searchOf({ schema }: Route): string {
  const { properties = {} } = (schema.querystring ?? {}) as { readonly properties?: object }
  const given = Object.keys(properties).flatMap((name) => {
    if (name === 'source' || name === 'name' || vault.names[name] === undefined) return []
    return [`${name}=${encodeURIComponent(vault.names[name])}`]
  })
  return given.length === 0 ? '' : `?${given.join('&')}`
}

const idsOf = ({ path }: Route): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => ![...NO_IDS, ...NO_FILES].includes(name))

const isInProject = ({ path }: Route): boolean => path.includes(':project_name_or_id')

interface Said {
  readonly status: number
  /** Headers and body. */
  readonly text: string
}

async function send(api: ApiClient, route: Route, path: string, search = ''): Promise<Said> {
  const headers = {
    ...(route.operation === 'CreateEvents' && { 'content-type': 'application/cloudevents+json' }),
  }
  const url = `${path}${search}`
  if (Object.values(route.answers).includes('event-stream')) {
    const { status, body } = await api.open(url)
    body.on('error', () => undefined).destroy()
    return { status, text: '' }
  }
  const method = route.method.toLowerCase() as Lowercase<Route['method']>
  const answer =
    method === 'get' || method === 'head'
      ? await api[method](url)
      : await api[method](url, bodyOf(route), headers)
  return { status: answer.status, text: JSON.stringify([answer.headers, answer.body]) }
}

const leaks = ({ text }: Said): boolean => text.includes(vault.canary)

test('nobody from elsewhere gets into a project, by its name or by its number, whatever they call', async () => {
  const wrong: string[] = []
  const routes = app.routes.filter(isInProject)
  expect(routes.length).toBeGreaterThan(60)
  for (const route of routes)
    for (const [name, api] of attackers)
      for (const project of [vault.project, String(vault.projectId)]) {
        const said = await send(api, route, pathInto(vault, route, project), searchOf(route))
        if (said.status !== (name === 'anonymous' ? 401 : 403) || leaks(said))
          wrong.push(`${route.operation} as ${name} in ${project}: ${said.status} ${said.text}`)
      }
  expect(wrong).toEqual([])
  expect(contentOf(app)).toEqual(before)
}, 240_000)

test('what belongs to another project cannot be reached through one’s own, by any number', async () => {
  const wrong: string[] = []
  const routes = app.routes.filter((route) => isInProject(route) && idsOf(route).length > 0)
  expect(routes.length).toBeGreaterThan(20)
  for (const route of routes)
    for (const name of [`projectAdmin of ${MINE}`, `robot of ${MINE}`]) {
      const said = await send(attackers.get(name)!, route, pathInto(vault, route, MINE), searchOf(route))
      // Harbor 1.10 says 400.
      if (said.status !== (route.path.startsWith('/api/projects/') ? 400 : 404) || leaks(said))
        wrong.push(`${route.operation} as ${name}: ${said.status} ${said.text}`)
    }
  expect(wrong).toEqual([])
  expect(contentOf(app)).toEqual(before)
}, 120_000)

test('a list of one’s own project that is filtered by something of another holds nothing of it', async () => {
  const wrong: string[] = []
  const isBulk = ({ operation }: Route): boolean =>
    ['RedeliverManyOfProject', 'StopDeliveriesOfProject', 'TestUnsavedTargetOfProject'].includes(operation)
  const routes = app.routes.filter(
    (route) => isInProject(route) && idsOf(route).length === 0 && (searchOf(route) !== '' || isBulk(route)),
  )
  expect(routes.length).toBeGreaterThan(8)
  for (const route of routes)
    for (const name of [`projectAdmin of ${MINE}`, `robot of ${MINE}`]) {
      const said = await send(attackers.get(name)!, route, pathInto(vault, route, MINE), searchOf(route))
      if (leaks(said) || said.status >= 500)
        wrong.push(`${route.operation} as ${name}: ${said.status} ${said.text}`)
    }
  expect(wrong).toEqual([])
  expect(contentOf(app)).toEqual(before)
}, 120_000)

test('calls of the whole system show nothing of a project to those outside of it, and change nothing', async () => {
  const wrong: string[] = []
  const routes = app.routes.filter((route) => !isInProject(route) && !route.path.startsWith('/c/'))
  expect(routes.length).toBeGreaterThan(60)
  for (const route of routes)
    for (const [name, api] of attackers) {
      const said = await send(api, route, pathInto(vault, route, vault.project), searchOf(route))
      const isRefused = [401, 403, 404].includes(said.status)
      if (leaks(said) || said.text.includes(`"${vault.project}"`) || (idsOf(route).length > 0 && !isRefused))
        wrong.push(`${route.operation} as ${name}: ${said.status} ${said.text}`)
    }
  expect(wrong).toEqual([])
  expect(contentOf(app)).toEqual(before)
}, 240_000)
