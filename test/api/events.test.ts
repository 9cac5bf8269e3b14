import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { REPORTED_TYPES } from '../../src/domain/event/event-type.ts'
import { storedEvents } from '../support/app/stored-events.ts'
import type { ApiAnswer, ApiClient } from '../support/app/api-client.ts'
import { memberOf } from '../support/app/people.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const PATH = '/api/v2.0/events'
const CLOUD_EVENT = { 'content-type': 'application/cloudevents+json' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }

let app: TestApp
let projectAdmin: ApiClient
let developer: ApiClient
let token = ''
beforeAll(async () => {
  app = await startTestApp()
  for (const name of ['shop', 'other']) await app.api.post('/api/v2.0/projects', { project_name: name })
  projectAdmin = await memberOf(app, 'shop', 'projectAdmin')
  developer = await memberOf(app, 'shop', 'developer')
  token = (await app.api.post('/api/v2.0/sources', { name: 'ci', kind: 'generic' })).body.token
})
afterAll(() => app[Symbol.asyncDispose]())

let ids = 0
let id = 'id-0'
beforeEach(() => {
  id = `id-${++ids}`
})

const push = (facts: object = {}, data: object = {}) => ({
  specversion: '1.0',
  id,
  source: '/ci',
  type: 'PUSH_ARTIFACT',
  ...facts,
  data: { repository: 'shop/web', tag: '1', ...data },
})
const told = (answer: ApiAnswer) => ({ status: answer.status, ...answer.body })
const message = ({ body }: ApiAnswer): string => body.errors[0].message

test('who may tells an event, once however often they say it', async () => {
  expect(told(await projectAdmin.post(PATH, push(), CLOUD_EVENT))).toEqual({
    status: 200,
    accepted: 1,
    repeated: 0,
    ignored: 0,
  })
  expect(told(await app.api.post(PATH, push(), CLOUD_EVENT))).toMatchObject({ accepted: 0, repeated: 1 })
  const other = push({}, { repository: 'other/web' })
  expect(told(await app.api.post(PATH, other, CLOUD_EVENT)), 'in another project').toMatchObject({
    accepted: 1,
  })
})

test('a developer may not, and nobody may for another project', async () => {
  expect((await developer.post(PATH, push(), CLOUD_EVENT)).status).toBe(403)
  const mixed = [push(), push({ id: `${id}b` }, { repository: 'other/web' })]
  expect((await projectAdmin.post(PATH, mixed, BATCH)).status).toBe(403)
  expect(app.rows(`select 1 from event where source_event_id like '% ${id}%'`)).toEqual([])
})

test('the token of a generic source is enough, at both paths', async () => {
  const headers = { ...CLOUD_EVENT, authorization: `Bearer ${token}` }
  expect(told(await app.anonymous.post(PATH, push(), headers))).toMatchObject({ accepted: 1 })
  const again = await app.anonymous.post('/service/notifications/ci', push(), headers)
  expect(told(again)).toMatchObject({ repeated: 1 })
  const wrong = { ...CLOUD_EVENT, authorization: 'Bearer nonsense' }
  expect((await app.anonymous.post(PATH, push(), wrong)).status).toBe(401)
})

test('every event type can be told', async () => {
  const image = { repository: 'shop/web', tag: '1', digest: `sha256:${'ab'.repeat(32)}` }
  const chart = { project: 'shop', chart: { name: 'cart', version: '0.2.1' } }
  const scan = { ...image, scan: { findings: [{ id: 'CVE-1', severity: 'High', fix_version: '2' }] } }
  const quota = { ...image, quota: { limit_bytes: 10, used_bytes: 9 } }
  const data: Record<string, object> = {
    UPLOAD_CHART: chart,
    DOWNLOAD_CHART: chart,
    DELETE_CHART: chart,
    SCANNING_COMPLETED: scan,
    SCANNING_FAILED: scan,
    SCANNING_STOPPED: scan,
    QUOTA_EXCEED: quota,
    QUOTA_WARNING: quota,
    REPLICATION: { project: 'shop', replication: {} },
    TAG_RETENTION: { project: 'shop', retention: {} },
    DELETE_REPOSITORY: { repository: 'shop/web' },
  }
  const batch = REPORTED_TYPES.map((type) => ({
    ...push({ type, id: `${id} ${type}` }),
    data: data[type] ?? image,
  }))
  expect(told(await app.api.post(PATH, batch, BATCH))).toMatchObject({ accepted: REPORTED_TYPES.length })
})

test('findings are counted, and the worst are kept', async () => {
  const findings = [
    ...Array.from({ length: 120 }, (_, index) => ({ id: `CVE-${index}`, severity: 'Low' })),
    { id: 'CVE-worst', severity: 'Critical', fix_version: '2' },
  ]
  const data = { repository: 'shop/web', tag: '1', scan: { findings } }
  const event = { ...push({ type: 'scanningCompleted' }), data }
  expect(told(await app.api.post(PATH, event, CLOUD_EVENT))).toMatchObject({ accepted: 1 })
  const [stored] = storedEvents(app, `e.source_event_id like '% ${id}'`)
  const scan = stored!.detail.scan!
  expect(scan.reports[0]).toMatchObject({
    severity: 'Critical',
    summary: { total: 121, fixable: 1, bySeverity: { Low: 120, Critical: 1 } },
  })
  expect(scan.findings).toHaveLength(100)
  expect(scan.findings[0]!.id).toBe('CVE-worst')
  expect(scan.truncated).toBe(true)
})

test('10,000 events in one request are all stored', async () => {
  const batch = Array.from({ length: 10_000 }, (_, index) => push({ id: `${id}-${index}` }))
  expect(told(await app.api.post(PATH, batch, BATCH))).toMatchObject({ status: 200, accepted: 10_000 })
  expect(told(await app.api.post(PATH, batch, BATCH))).toMatchObject({ repeated: 10_000 })
}, 60_000)

test.each([
  ['no CloudEvent', {}, CLOUD_EVENT, 400, /^specversion missing/],
  ['another version', push({ specversion: '0.3' }), CLOUD_EVENT, 400, /specversion must be 1.0/],
  [
    'no type that is one',
    push({ type: 'build.done' }),
    CLOUD_EVENT,
    400,
    /^type "build.done" is no event type/,
  ],
  ['one bad event of a batch', [push(), push({ id: 7 })], BATCH, 400, /^\[1\].id must be a string/],
  ['bad data in a batch', [push(), push({}, { tag: 'a b' })], BATCH, 400, /\[1\].data.tag must match/],
  [
    'a key that no schema knows',
    push({}, { tga: '1' }),
    CLOUD_EVENT,
    400,
    /unknown key \S*tga: did you mean tag\?/,
  ],
  ['a control character', push({}, { operator: 'a\u0000b' }), CLOUD_EVENT, 400, /data.operator must match/],
  ['a huge string', push({}, { operator: 'x'.repeat(5000) }), CLOUD_EVENT, 400, /data.operator/],
  ['binary data', { ...push(), data_base64: 'e30=' }, CLOUD_EVENT, 400, /data_base64 is not supported/],
  [
    'another media type',
    push(),
    { 'content-type': 'application/vnd.x+json' },
    415,
    /is none of application\/cloudevents/,
  ],
])('%s is refused whole, with the place', async (_, body, headers, status, fault) => {
  const before = app.rows('select count(*) as n from event')
  const answer = await app.api.post(PATH, body, headers)
  expect(message(answer)).toMatch(fault)
  expect(answer.status).toBe(status)
  expect(app.rows('select count(*) as n from event')).toEqual(before)
})

test('JSON that is nested without end is refused', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const answer = await app.api.post(PATH, deep, CLOUD_EVENT)
  expect(answer.status).toBe(422)
  expect(message(answer)).toContain('nested more than 100 levels')
})

test('more than 16 MiB is too large', async () => {
  const answer = await app.api.post(PATH, 'x'.repeat(16 * 1024 * 1024 + 1), CLOUD_EVENT)
  expect(answer.status).toBe(413)
})
