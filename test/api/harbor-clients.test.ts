import { beforeAll, expect, test } from 'vitest'
import { PERMISSIONS_OF_KIND } from '../../src/domain/people/permission.ts'
import type { ApiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { isOnPostgres } from '../support/app/app-database.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'

const API = '/api/v2.0'
const LAYER_BYTES = 5 * 1024 * 1024

let app: TestApp
let anna: ApiClient
let stranger: ApiClient

/** Two private projects and a public one, with a repository each and one more in `shop`; Anna is admin of `shop`. */
beforeAll(async () => {
  const stack = new AsyncDisposableStack()
  app = stack.use(await startTestApp())
  for (const [name, isPublic] of [
    ['shop', false],
    ['secret', false],
    ['open', true],
  ] as const)
    await app.api.post(`${API}/projects`, { project_name: name, public: isPublic, storage_limit: -1 })
  const layer = {
    digest: randomDigest(),
    size: LAYER_BYTES,
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  }
  for (const repository of ['shop/web', 'shop/shelf', 'secret/web', 'open/web'])
    await app.postEnvelope(
      envelope([pushEvent({ repository, tag: 'v1', user: 'ci', size: 0, references: [layer] })]),
    )
  anna = await memberOf(app, 'shop', 'projectAdmin')
  stranger = await memberOf(app, null, 'projectAdmin')
  return () => stack.disposeAsync()
})

const permissionsIn = (list: readonly { resource: string; action: string }[]): string[] =>
  list.map(({ resource, action }) => `${resource}:${action}`)

test('the permissions that robots can be given are listed, and each has an effect', async () => {
  const { status, body } = await app.api.get(`${API}/permissions`)
  expect(status).toBe(200)
  expect(permissionsIn(body.project)).toEqual([...PERMISSIONS_OF_KIND.project])
  expect(permissionsIn(body.system)).toEqual([...PERMISSIONS_OF_KIND.system])
  const permissions = [
    { kind: 'project', namespace: '*', access: body.project },
    { kind: 'system', namespace: '/', access: body.system },
  ]
  const made = await app.api.post(`${API}/robots`, {
    name: 'all',
    level: 'system',
    duration: -1,
    permissions,
  })
  expect(made.status).toBe(201)
  expect(made.body).not.toHaveProperty('permissions_without_effect')
})

test('a project admin sees the permissions of a project only, others see none', async () => {
  const { body } = await anna.get(`${API}/permissions`)
  expect(Object.keys(body)).toEqual(['project'])
  expect(permissionsIn(body.project)).toContain('notification-policy:create')
  const developer = await memberOf(app, 'shop', 'developer')
  for (const [api, status] of [
    [developer, 403],
    [stranger, 403],
    [app.anonymous, 401],
  ] as const)
    expect((await api.get(`${API}/permissions`)).status).toBe(status)
})

test.for([`${API}/registries?name=hub`, `${API}/projects/shop/immutabletagrules?page_size=5&q=id=1`])(
  '%s is an empty list',
  async (path) => {
    const { status, headers, body } = await app.api.get(path)
    expect([status, headers['x-total-count'], body]).toEqual([200, '0', []])
  },
)

test('projects, repositories and storage are counted, for all and for each', async () => {
  const { body } = await app.api.get(`${API}/statistics`)
  expect(body).toEqual({
    private_project_count: 2,
    private_repo_count: 3,
    public_project_count: 1,
    public_repo_count: 1,
    total_project_count: 3,
    total_repo_count: 4,
    total_storage_consumption: 3 * LAYER_BYTES,
  })
  expect((await anna.get(`${API}/statistics`)).body).toEqual({
    private_project_count: 1,
    private_repo_count: 2,
    public_project_count: 1,
    public_repo_count: 1,
    total_project_count: 0,
    total_repo_count: 0,
    total_storage_consumption: 0,
  })
  expect((await stranger.get(`${API}/statistics`)).body).toMatchObject({
    private_project_count: 0,
    public_repo_count: 1,
  })
  expect((await app.anonymous.get(`${API}/statistics`)).status).toBe(401)
})

test('search finds projects and repositories by a part of their names, with the rights of the caller', async () => {
  const found = async (api: ApiClient, q: string) => {
    const { status, body } = await api.get(`${API}/search?q=${encodeURIComponent(q)}`)
    expect(status).toBe(200)
    return [
      body.project.map(({ name }: { name: string }) => name),
      body.repository.map((one: { repository_name: string }) => one.repository_name),
    ]
  }
  expect(await found(app.api, 'sh')).toEqual([['shop'], ['shop/shelf', 'shop/web']])
  expect(await found(app.api, 'web')).toEqual([[], ['open/web', 'secret/web', 'shop/web']])
  expect(await found(anna, 'web')).toEqual([[], ['open/web', 'shop/web']])
  expect(await found(stranger, '')).toEqual([['open'], ['open/web']])
  expect(await found(app.api, '%')).toEqual([[], []])
  expect(await found(app.anonymous, 'open')).toEqual([[], []])
  const { body } = await anna.get(`${API}/search?q=open`)
  expect(body.project).toMatchObject([{ name: 'open', repo_count: 1, metadata: { public: 'true' } }])
  expect(body.repository).toEqual([
    { project_id: 3, project_name: 'open', project_public: true, repository_name: 'open/web' },
  ])
  expect((await app.api.get(`${API}/search`)).status).toBe(422)
})

test('a project can be deleted at any time, for those who may', async () => {
  const path = `${API}/projects/shop/_deletable`
  expect((await anna.get(path)).body).toEqual({ deletable: true })
  expect((await stranger.get(path)).status).toBe(403)
  expect((await app.api.get(`${API}/projects/none/_deletable`)).status).toBe(404)
})

test('the room on the disk is shown to system admins', async () => {
  const path = `${API}/systeminfo/volumes`
  const [{ total, free }] = (await app.api.get(path)).body.storage
  // That of a database server is not known.
  if (isOnPostgres) expect({ total, free }).toEqual({ total: 0, free: 0 })
  else expect(Math.min(free, total - free)).toBeGreaterThan(0)
  expect((await anna.get(path)).status).toBe(403)
})
