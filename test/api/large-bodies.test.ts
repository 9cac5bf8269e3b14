import { afterAll, beforeAll, expect, test } from 'vitest'
import { pushEvent } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

const PADDING = 'x'.repeat(100_000)
const keptOut = async () => (await app.api.get('/api/v2.0/sources/1/kept-out')).body

test('a large notification is stored in its order, once', async () => {
  const events = Array.from({ length: 300 }, (_, index) =>
    pushEvent({ repository: 'shop/web', tag: `v${index}` }),
  )
  const answer = await app.postEnvelope({ events })
  expect(answer).toMatchObject({ status: 200, body: { accepted: 300, repeated: 0, ignored: 0 } })
  expect(app.rows('select tag from event order by id').map(({ tag }) => tag)).toEqual(
    events.map(({ target }) => target.tag),
  )
  expect((await app.postEnvelope({ events })).body).toEqual({ accepted: 0, repeated: 300, ignored: 0 })
})

test('more than 100,000 entries are no reason to refuse a notification', async () => {
  const events = [...Array(100_001).fill(0), pushEvent({ repository: 'shop/web', tag: 'last' })]
  const { status, body } = await app.postEnvelope({ events })
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 100_001 }])
})

test.for([
  ['no JSON', `{"events": ["${PADDING}"`, /^the body is not JSON/],
  [
    'nested too deeply',
    '['.repeat(40_000) + ']'.repeat(40_000),
    /^the body is nested more than 100 levels deep/,
  ],
  ['no envelope', JSON.stringify({ password: 'hush', text: PADDING }), /^not a notification envelope/],
] as const)('a large body that is %s is refused with 400, and on record', async ([, text, message]) => {
  const { status, body } = await app.postEnvelope(text)
  expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(message)])
  const onRecord = new RegExp(message.source.replace('^', '^refused with 400: '))
  expect(await keptOut()).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(onRecord) }))
  expect(JSON.stringify(await keptOut())).not.toContain('hush')
})

test('nothing of a batch with one bad event is stored, however large it is', async () => {
  const event = (id: number, type = 'PUSH_ARTIFACT') => ({
    specversion: '1.0',
    id: `batch-${id}`,
    source: 'https://ci.example.com/web',
    type,
    data: { repository: 'shop/batch', tag: 'v1' },
  })
  const batch = [...Array.from({ length: 999 }, (_, id) => event(id)), event(999, 'NOTHING')]
  const headers = { 'content-type': 'application/cloudevents-batch+json' }
  const refused = await app.api.post('/api/v2.0/events', batch, headers)
  expect([refused.status, refused.body.errors[0].message]).toEqual([
    400,
    '[999].type "NOTHING" is no event type that a source can report',
  ])
  const stored = () => app.rows(`select count(*) as count from event where source_event_id like '%batch-%'`)
  expect(stored()).toEqual([{ count: 0 }])
  expect((await app.api.post('/api/v2.0/events', batch.slice(0, 999), headers)).body).toMatchObject({
    accepted: 999,
  })
})

test('a large report of a scanner is the same scan when it comes again', async () => {
  const report = {
    SchemaVersion: 2,
    ArtifactName: 'registry.acme.test/shop/web:1.4.2',
    Results: [
      {
        Target: 'web',
        Vulnerabilities: Array.from({ length: 2000 }, (_, index) => ({
          VulnerabilityID: `CVE-2026-${index}`,
          Severity: 'HIGH',
          Description: 'x'.repeat(100),
        })),
      },
    ],
  }
  const path = '/api/v2.0/projects/shop/scan-reports'
  expect((await app.api.post(path, report)).body).toEqual({ accepted: 1, repeated: 0, ignored: 0 })
  expect((await app.api.post(path, report)).body).toEqual({ accepted: 0, repeated: 1, ignored: 0 })
  const { status, body } = await app.api.post(path, { ...report, SchemaVersion: 1 })
  expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(/^SchemaVersion must be 2/)])
})
