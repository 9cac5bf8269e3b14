import { expect, test } from 'vitest'
import { deleteEvent, envelope, pullEvent, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { appDatabase } from '../support/app/app-database.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { ManualClock } from '../support/manual-clock.ts'

const push = pushEvent({ repository: 'shop/web', tag: 'v1' })

// Distribution repeats a refused notification for ever and sends nothing behind it.
test('a bad entry among good ones is kept out and counted, and the others are taken', async () => {
  await using app = await startTestApp()
  const bad = { ...pushEvent({ repository: 'shop/web' }), timestamp: 'soon' }
  const { status, body } = await app.postEnvelope(envelope([bad, push]))
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 1 }])
  expect(app.rows('select tag from event')).toEqual([{ tag: 'v1' }])
  const reason = 'events[].timestamp is not a time in RFC 3339'
  expect(app.log).toContainEqual(expect.objectContaining({ source: 'default', reason, count: 1, level: 40 }))
})

test('many bad entries of one notification are a few lines of the log', async () => {
  await using app = await startTestApp()
  const bad = Array.from({ length: 500 }, (_, index) => ({ ...push, timestamp: 'soon', id: `${index}` }))
  const strange = Array.from({ length: 500 }, (_, index) => ({ ...push, action: `sign-${index}` }))
  expect((await app.postEnvelope({ events: [...bad, ...strange] })).body).toMatchObject({ ignored: 1000 })
  const lines = app.log.filter(({ msg }) => msg === 'kept entries of a notification out')
  expect(lines).toHaveLength(10)
  expect(lines[0]).toMatchObject({ count: 500 })
})

test.for([{ events: [7] }, { events: [{}] }])('the only entry of %j is kept out', async (body) => {
  await using app = await startTestApp()
  expect((await app.postEnvelope(body)).body).toEqual({ accepted: 0, repeated: 0, ignored: 1 })
})

test('an empty envelope is taken', async () => {
  await using app = await startTestApp()
  expect((await app.postEnvelope({ events: null })).body).toEqual({ accepted: 0, repeated: 0, ignored: 0 })
})

test('a pull with a user agent of 1,100 characters is an event', async () => {
  await using app = await startTestApp()
  const pull = pullEvent({ repository: 'shop/web', tag: 'v1' })
  const hostile = { ...pull, request: { ...pull.request, useragent: 'x'.repeat(1100) } }
  expect((await app.postEnvelope(envelope([hostile, push]))).body).toMatchObject({ accepted: 2, ignored: 0 })
})

const keptOutOf = async ({ api }: TestApp, name: string) => {
  const { body } = await api.get('/api/v2.0/sources')
  const { id } = body.find((source: { name: string }) => source.name === name)
  return (await api.get(`/api/v2.0/sources/${id}/kept-out`)).body
}

test('what was kept out is on record by source and reason, with the last example, its secrets replaced', async () => {
  await using app = await startTestApp()
  const bad = (actor: object) => ({ ...push, timestamp: 'soon', actor })
  await app.postEnvelope({ events: [push, bad({ name: 'one' }), bad({ name: 'two', token: 'hush' })] })
  await app.postEnvelope({
    events: [
      { ...push, action: 'sign' },
      { ...push, target: {}, action: 'push' },
    ],
  })
  const reasons = await keptOutOf(app, 'default')
  expect(reasons).toMatchObject([
    { reason: 'events[].target.repository missing', count: 1 },
    { reason: 'unknown action "sign"', count: 1 },
    { reason: 'events[].timestamp is not a time in RFC 3339', count: 2 },
  ])
  const last = JSON.parse(reasons.at(-1).example)
  expect(last).toMatchObject({ timestamp: 'soon', actor: { name: 'two', token: '***' } })
})

test('what intake keeps out is counted by its own reason', async () => {
  await using app = await startTestApp({ settings: { CREATE_PROJECTS: 'false' } })
  await app.api.post('/api/v2.0/projects', { project_name: 'shop' })
  const blob = { repository: 'shop/web', digest: randomDigest() }
  const upload = pushEvent({ ...blob, mediaType: 'application/octet-stream' })
  const stray = pushEvent({ repository: 'unknown/web', tag: 'v1' })
  const { body } = await app.postEnvelope(envelope([upload, push, stray, deleteEvent(blob)]))
  expect(body).toEqual({ accepted: 1, repeated: 0, ignored: 3 })
  const counts = (await keptOutOf(app, 'default')).map((one: { reason: string; count: number }) => [
    one.reason,
    one.count,
  ])
  expect(Object.fromEntries(counts)).toEqual({ blob: 1, 'deletion of a blob': 1, 'unknown project': 1 })
})

const event = (data: object) => ({ specversion: '1.0', id: '1', source: '/ci', type: 'PUSH_ARTIFACT', data })
const cloudEvents = { 'content-type': 'application/cloudevents+json' }

test('what comes in by the API for events is counted at its source, and refusals of a token are on record too', async () => {
  await using app = await startTestApp({ settings: { CREATE_PROJECTS: 'false' } })
  const { token } = (await app.api.post('/api/v2.0/sources', { name: 'ci', kind: 'generic' })).body
  const headers = { ...cloudEvents, authorization: `Bearer ${token}` }
  const report = (data: object) => app.anonymous.post('/api/v2.0/events', event(data), headers)
  expect((await report({ repository: 'unknown/web', tag: 'v1' })).body).toMatchObject({ ignored: 1 })
  expect((await report({ repository: 'unknown/web', tag: 'a b' })).status).toBe(400)
  expect(app.log).toContainEqual(expect.objectContaining({ msg: 'refused a notification', source: 'ci' }))
  expect(await keptOutOf(app, 'ci')).toMatchObject([
    { reason: expect.stringMatching(/^refused with 400: .*data.tag must match/), count: 1 },
    { reason: 'unknown project', count: 1 },
  ])
})

test('a graceful stop stores what was counted', async () => {
  await using database = await appDatabase()
  {
    await using app = await startTestApp({ database })
    await app.postEnvelope({ events: [{ ...push, action: 'mount' }] })
  }
  await using app = await startTestApp({ database })
  expect(await keptOutOf(app, 'default')).toMatchObject([{ reason: 'blob', count: 1 }])
})

test('what makes no event by its nature is counted without an example', async () => {
  await using app = await startTestApp()
  await app.postEnvelope({ events: [{ ...push, action: 'mount' }] })
  expect(await keptOutOf(app, 'default')).toEqual([{ reason: 'blob', count: 1, last_at: expect.any(String) }])
})

const refuse = (app: TestApp) => app.postEnvelope({ events: 7 })

test('every refusal is in the log and on record, 400 and 413 included', async () => {
  await using app = await startTestApp()
  await refuse(app)
  await app.postEnvelope('x'.repeat(33 * 1024 * 1024))
  expect(app.log.filter(({ msg }) => msg === 'refused a notification')).toMatchObject([
    { source: 'default', status: 400, reason: expect.stringContaining('not a notification envelope') },
    { source: 'default', status: 413 },
  ])
  const [tooLarge, noEnvelope] = await keptOutOf(app, 'default')
  expect(tooLarge).toMatchObject({ reason: expect.stringMatching(/^refused with 413: /), count: 1 })
  expect(JSON.parse(noEnvelope.example)).toMatchObject({ status: 400, body: { events: 7 } })
})

const sourceOf = async ({ api }: TestApp) => (await api.get('/api/v2.0/sources')).body[0]

test('a source that was refused for a minute shows since when, until a notification is accepted', async () => {
  const clock = new ManualClock(Date.parse('2026-03-01T10:00:00Z'))
  await using app = await startTestApp({ clock })
  await refuse(app)
  clock.advance(59_000)
  await refuse(app)
  expect(await sourceOf(app)).not.toHaveProperty('refused_since')
  clock.advance(1000)
  await refuse(app)
  expect(await sourceOf(app)).toMatchObject({ refused_since: '2026-03-01T10:00:00.000Z' })
  await app.postEnvelope({ events: [] })
  expect(await sourceOf(app)).not.toHaveProperty('refused_since')
})

test('strangers are counted by themselves: one line of the log at once, then one a minute', async () => {
  const clock = new ManualClock(Date.parse('2026-03-01T10:00:00Z'))
  await using app = await startTestApp({ clock })
  const stranger = () =>
    app.anonymous.post('/service/notifications', { events: [] }, { authorization: 'Bearer wrong' })
  const lines = () => app.log.filter(({ msg }) => String(msg).includes('without the token'))
  for (let call = 0; call < 20; call++) expect((await stranger()).status).toBe(401)
  expect(lines()).toMatchObject([{ count: 1, source: 'default', address: '127.0.0.1' }])
  clock.advance(60_000)
  expect(lines()).toMatchObject([{ count: 1 }, { count: 19 }])
  expect(await keptOutOf(app, 'default')).toEqual([])
})
