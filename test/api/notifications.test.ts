import { expect, test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import {
  blobPushEvent,
  deleteEvent,
  type DistributionEvent,
  envelope,
  pullEvent,
  pushEvent,
} from '../support/events/envelopes.ts'
import { recordedNotifications } from '../support/events/recorded-notifications.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

const repository = 'shop/web'
const timestamp = new Date().toISOString()
/** Reported again, an event has its id and its time again. */
const push = (id?: string) =>
  pushEvent({ repository, tag: 'v1', user: 'ci', timestamp, ...(id !== undefined && { id }) })
const stored = (app: TestApp) => app.rows('select * from event order by operator')

test('events are stored as they were told, and the registry learns how many', async () => {
  await using app = await startTestApp()
  const told = [
    push('one'),
    blobPushEvent({ repository }),
    deleteEvent({ repository, tag: 'v1', user: 'eve' }),
  ]
  const { status, body } = await app.postEnvelope(envelope(told))
  expect([status, body]).toEqual([200, { accepted: 2, repeated: 0, ignored: 1 }])
  expect(stored(app)).toMatchObject([
    { source_event_id: 'one', type: 'PUSH_ARTIFACT', repository, tag: 'v1', operator: 'ci', withheld: null },
    { type: 'DELETE_TAG', tag: 'v1', operator: 'eve' },
  ])
})

test.for([
  'application/vnd.docker.distribution.events.v1+json',
  'application/vnd.docker.distribution.events.v2+json',
  'application/json',
  'application/vnd.docker.distribution.events.v2+json; charset=utf-8',
  'APPLICATION/JSON',
])('a notification of the media type %s is taken', async (contentType) => {
  await using app = await startTestApp()
  const { status, body } = await app.postEnvelope(envelope([push()]), { contentType })
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 0 }])
})

test.for([
  ['the bearer token', `Bearer ${sourceToken}`],
  ['the token as the password of Basic, whatever the name', `Basic ${btoa(`anyone:${sourceToken}`)}`],
] as const)('a registry shows itself by %s', async ([, authorization]) => {
  await using app = await startTestApp()
  const headers = { authorization, 'content-type': 'application/json' }
  for (const path of ['/service/notifications', '/service/notifications/default']) {
    expect((await apiClient(app.url).post(path, envelope([push()]), headers)).status).toBe(200)
  }
  expect(stored(app)).toHaveLength(2)
})

test('the same event reported again is accepted once, in one notification or in several', async () => {
  await using app = await startTestApp()
  const first = await app.postEnvelope(envelope([push('one'), push('one'), push('two')]))
  expect(first.body).toEqual({ accepted: 2, repeated: 1, ignored: 0 })
  const again = await app.postEnvelope(envelope([push('one'), push('three')]))
  expect([again.status, again.body]).toEqual([200, { accepted: 1, repeated: 1, ignored: 0 }])
  expect(stored(app)).toHaveLength(3)
})

test('an id that a registry uses at another time is another event', async () => {
  await using app = await startTestApp()
  const later = { ...push('one'), timestamp: new Date(Date.parse(timestamp) + 1).toISOString() }
  const { body } = await app.postEnvelope(envelope([push('one'), later]))
  expect(body).toEqual({ accepted: 2, repeated: 0, ignored: 0 })
})

test('the same event reported many times at once is accepted once', async () => {
  await using app = await startTestApp()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => app.postEnvelope(envelope([push('one')]))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200))
  expect(answers.filter(({ body }) => body.accepted === 1)).toHaveLength(1)
  expect(stored(app)).toHaveLength(1)
})

test('an unknown action is counted and logged, and keeps nothing else out', async () => {
  await using app = await startTestApp()
  const strange = { ...push(), action: 'sign' } as unknown as DistributionEvent
  const { status, body } = await app.postEnvelope(envelope([strange, strange, push()]))
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 2 }])
  expect(app.log).toContainEqual(
    expect.objectContaining({ source: 'default', reason: 'unknown action "sign"', count: 2, level: 40 }),
  )
})

test('blobs are ignored without a word in the log', async () => {
  await using app = await startTestApp()
  const before = app.log.length
  await app.postEnvelope(envelope([blobPushEvent({ repository })]))
  expect(app.log.slice(before)).toEqual([])
})

test('an empty notification is taken', async () => {
  await using app = await startTestApp()
  const { status, body } = await app.postEnvelope(envelope([]))
  expect([status, body]).toEqual([200, { accepted: 0, repeated: 0, ignored: 0 }])
})

test('projects are made on first sight, private; without a slash it is library', async () => {
  await using app = await startTestApp()
  const repositories = ['new/web', 'plain', 'new/other', 'strange--name/web']
  await app.postEnvelope(envelope(repositories.map((name) => pullEvent({ repository: name }))))
  const { body } = await app.api.get('/api/v2.0/projects')
  expect(body).toMatchObject([
    { name: 'library' },
    { name: 'new', metadata: { public: 'false' } },
    { name: 'strange--name' },
  ])
})

test('the pulls of user agents that the setting names are no events', async () => {
  await using app = await startTestApp({ settings: { IGNORED_USER_AGENTS: 'mirror' } })
  const pulls = ['mirror/1.0', 'Bellbuoy/1.0'].map((useragent) => pullEvent({ repository, useragent }))
  expect((await app.postEnvelope(envelope(pulls))).body).toEqual({ accepted: 1, repeated: 0, ignored: 1 })
})

test('Bellbuoy’s own pulls are no events', async () => {
  await using app = await startTestApp()
  const pull = pullEvent({ repository, useragent: 'Bellbuoy/0.1.0' })
  expect((await app.postEnvelope(envelope([pull]))).body).toEqual({ accepted: 0, repeated: 0, ignored: 1 })
})

test('all that a real registry sent is taken, and taken once', async () => {
  await using app = await startTestApp({ settings: { PULL_WINDOW_MS: '0' } })
  const recorded = recordedNotifications('distribution-2.8-more')
  const send = async () => {
    const counts = { accepted: 0, repeated: 0, ignored: 0 }
    for (const { body: sent, headers } of recorded) {
      const options = { contentType: headers['content-type'] ?? '' }
      const { status, body } = await app.postEnvelope(sent, options)
      expect(status).toBe(200)
      for (const name of ['accepted', 'repeated', 'ignored'] as const) counts[name] += Number(body[name])
    }
    return counts
  }
  const { accepted, ignored } = await send()
  expect(accepted + ignored).toBe(69)
  expect(await send()).toEqual({ accepted: 0, repeated: accepted, ignored })
})
