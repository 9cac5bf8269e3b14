import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Permission } from '../../src/domain/people/permission.ts'
import { PERMISSIONS } from '../../src/domain/people/permission.ts'
import { ROLES, type Role } from '../../src/domain/people/role.ts'
import type { Route } from '../../src/http/route.ts'
import { type ApiAnswer, type ApiClient, apiClient } from '../support/app/api-client.ts'
import { openLiveStream } from '../support/app/live-stream.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { EXPECTED, type Expectation } from './expected-permissions.ts'

/** Who calls; the project of every path is `shop`, and what it names in there does not exist. */
interface Walker {
  readonly name: string
  readonly api: ApiClient
  /** In `shop`. */
  readonly role: Role | null
  /** In any project. */
  readonly anyRole: Role
}

let app: TestApp
const walkers: Walker[] = []

beforeAll(async () => {
  app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  for (const project of ['shop', 'other']) {
    for (const role of ROLES) {
      const api = await memberOf(app, project, role)
      walkers.push({
        name: `${role} of ${project}`,
        api,
        role: project === 'shop' ? role : null,
        anyRole: role,
      })
    }
  }
})
afterAll(() => app[Symbol.asyncDispose]())

/** Those that end the project come last. */
const inOrder = (routes: readonly Route[]): readonly Route[] =>
  routes.toSorted((left, right) => Number(endsProject(left)) - Number(endsProject(right)))
const endsProject = ({ operation }: Route): boolean => operation === 'DeleteProject'

test('every route is in the expectations, and every expectation is of a route', () => {
  const operations = app.routes.map(({ operation }) => operation)
  expect(operations.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
  expect(new Set(operations).size).toBe(operations.length)
})

test('every route lets in whom it should, and nobody else', async () => {
  const wrong: string[] = []
  for (const line of inOrder(app.routes)) {
    const expected = EXPECTED[line.operation] ?? { who: [] }
    const { who } = expected
    const refusal = who === 'a source' ? 401 : 403
    const check = async (
      name: string,
      api: ApiClient,
      isAdmitted: boolean,
      denied = refusal,
    ): Promise<void> => {
      const { status } = await call(api, line, expected)
      const was =
        status === 401 || status === 403 ? 'refused' : status >= 500 || status === 422 ? 'broken' : 'admitted'
      if (was !== (isAdmitted ? 'admitted' : 'refused') || (!isAdmitted && status !== denied))
        wrong.push(`${line.operation} as ${name}: ${status}`)
    }
    await check('anonymous', app.anonymous, who === 'everyone', 401)
    const isLetIn = ({ role, anyRole }: Walker): boolean => {
      if (who === 'project admins of any project') return anyRole === 'projectAdmin'
      return typeof who === 'string' ? isOpen(who) : role !== null && who.includes(role)
    }
    // Those who are let in come last: they may end the project.
    const refusedFirst = walkers.toSorted((left, right) => Number(isLetIn(left)) - Number(isLetIn(right)))
    for (const walker of refusedFirst) await check(walker.name, walker.api, isLetIn(walker))
    await app.store.projects.ensure('shop')
    await checkRobots(line, check, who)
    await check('admin', app.api, who !== 'a source')
  }
  expect(wrong).toEqual([])
}, 120_000)

async function checkRobots(
  line: Route,
  check: (name: string, api: ApiClient, isAdmitted: boolean) => Promise<void>,
  who: Expectation['who'],
): Promise<void> {
  const wanted = PERMISSIONS.filter((permission) => permission === line.needs)
  if (wanted.length === 0) {
    await check('robot', await robot([]), isOpen(who))
    return
  }
  await check('robot with the permission', await robot(wanted), true)
  const others = PERMISSIONS.filter((permission) => permission !== line.needs)
  await check('robot with every other permission', await robot(others), false)
  if (line.path.includes(':project_name_or_id')) {
    await check('robot with the permission elsewhere', await robot(wanted, 'other'), false)
  }
}

const isOpen = (who: Expectation['who']): boolean => who === 'everyone' || who === 'all who are logged in'

const robots = new Map<string, Promise<ApiClient>>()

/** A robot with permissions in the system and in one project. */
function robot(permissions: readonly Permission[], namespace = 'shop'): Promise<ApiClient> {
  const key = `${namespace} ${permissions.join()}`
  const known = robots.get(key) ?? makeRobot(`r${robots.size}`, permissions, namespace)
  robots.set(key, known)
  return known
}

async function makeRobot(
  name: string,
  permissions: readonly Permission[],
  namespace: string,
): Promise<ApiClient> {
  const secret = `secret of ${name}`
  await app.store.robots.create({
    name,
    level: 'system',
    projectId: 0,
    description: '',
    creatorId: 1,
    creator: 'admin',
    disabled: false,
    durationDays: -1,
    expiresAtMs: null,
    grants: [
      { kind: 'project', namespace, permissions },
      { kind: 'system', namespace: '/', permissions },
    ],
    secretHash: createHash('sha256').update(secret).digest('hex'),
  })
  return apiClient(app.url, { user: `robot$${name}`, password: secret })
}

/** Calls a route of the project `shop`; other things that its path names do not exist. */
function call(
  api: ApiClient,
  { method, path, answers }: Route,
  { body, search = '' }: Partial<Expectation>,
): Promise<Pick<ApiAnswer, 'status'>> {
  const url = urlOf(path).concat(search)
  if (Object.values(answers).includes('event-stream')) return openAndHangUp(api, url)
  switch (method) {
    case 'GET':
      return api.get(url)
    case 'HEAD':
      return api.head(url)
    case 'POST':
      return api.post(url, body ?? {})
    case 'PUT':
      return api.put(url, body ?? {})
    case 'PATCH':
      return api.patch(url, body ?? {})
    case 'DELETE':
      return api.delete(url)
  }
}

function urlOf(path: string): string {
  return path
    .replace(':project_name_or_id', path.startsWith('/api/projects/') ? '1' : 'shop')
    .replace(/:\w*event_id/, '01900000-0000-7000-8000-000000000000')
    .replaceAll(/:\w+/g, '999999')
}

/** For an answer that does not end by itself. */
async function openAndHangUp(api: ApiClient, url: string): Promise<Pick<ApiAnswer, 'status'>> {
  await using stream = await openLiveStream(api, url)
  return stream
}
