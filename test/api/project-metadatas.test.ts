import { beforeEach, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const PROJECT = '/api/v2.0/projects/shop'
const METADATAS = `${PROJECT}/metadatas`

let app: TestApp
beforeEach(async () => {
  app = await startTestApp()
  await app.api.post('/api/v2.0/projects', { project_name: 'shop', metadata: { severity: 'low' } })
  return () => app[Symbol.asyncDispose]()
})

test('an entry is added, read, changed and deleted', async () => {
  expect((await app.api.get(`${METADATAS}/`)).body).toEqual({ public: 'false', severity: 'low' })
  expect(await app.api.post(`${METADATAS}/`, { auto_scan: 'T' })).toMatchObject({ status: 200, body: '' })
  expect((await app.api.get(`${METADATAS}/auto_scan`)).body).toEqual({ auto_scan: 'true' })
  expect((await app.api.put(`${METADATAS}/auto_scan`, { auto_scan: 'false' })).status).toBe(200)
  expect((await app.api.get(PROJECT)).body.metadata).toEqual({
    auto_scan: 'false',
    public: 'false',
    severity: 'low',
  })
  expect((await app.api.delete(`${METADATAS}/auto_scan`)).status).toBe(200)
  expect((await app.api.get(`${METADATAS}/auto_scan`)).body).toEqual({})
  expect((await app.api.get(METADATAS)).body).toEqual({ public: 'false', severity: 'low' })
})

test('the entry public decides who sees the project', async () => {
  expect((await app.api.put(`${METADATAS}/public`, { public: 'true' })).status).toBe(200)
  expect((await app.api.get(PROJECT)).body.metadata.public).toBe('true')
  expect((await app.api.get('/api/v2.0/projects?public=true')).body).toHaveLength(1)
  expect((await app.api.delete(`${METADATAS}/public`)).status).toBe(200)
  expect((await app.api.get(`${METADATAS}/public`)).body).toEqual({ public: 'false' })
})

test('an entry that is there cannot be added', async () => {
  const { status, body } = await app.api.post(`${METADATAS}/`, { severity: 'high' })
  expect([status, body.errors[0].code]).toEqual([409, 'CONFLICT'])
})

test.for([
  [{}, 'only allow one key/value pair'],
  [{ auto_scan: 'true', prevent_vul: 'true' }, 'only allow one key/value pair'],
  [{ colour: 'red' }, 'invalid key: colour'],
  [{ constructor: 'x' }, 'invalid key: constructor'],
  [{ auto_scan: 'maybe' }, 'invalid value: maybe'],
  [{ auto_scan: 'constructor' }, 'invalid value: constructor'],
  [{ proxy_speed_kb: 'fast' }, 'invalid value: fast'],
  [{ max_upstream_conn: '0' }, 'invalid value: 0'],
  [{ max_upstream_conn: '-2' }, 'invalid value: -2'],
] as const)('adding %j is 400', async ([entries, message]) => {
  const { status, body } = await app.api.post(`${METADATAS}/`, entries)
  expect([status, body.errors[0]]).toEqual([400, { code: 'BAD_REQUEST', message }])
})

test('a change that does not name the entry of its path is 400', async () => {
  const { status, body } = await app.api.put(`${METADATAS}/auto_scan`, { severity: 'high' })
  expect([status, body.errors[0].message]).toEqual([400, 'invalid value: '])
})
