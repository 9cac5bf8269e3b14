import { expect, test } from 'vitest'
import { envelope, pullEvent, pushEvent } from '../support/events/envelopes.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const push = pushEvent({ repository: 'shop/web', tag: 'v1' })

// Distribution repeats a refused notification for ever and sends nothing behind it.
test('a bad entry among good ones is kept out and counted, and the others are taken', async () => {
  await using app = await startTestApp()
  const bad = { ...pushEvent({ repository: 'shop/web' }), timestamp: 'soon' }
  const { status, body } = await app.postEnvelope(envelope([bad, push]))
  expect([status, body]).toEqual([200, { accepted: 1, repeated: 0, ignored: 1 }])
  expect(app.rows('select tag from event')).toEqual([{ tag: 'v1' }])
  const reason = 'events[0].timestamp is not a time in RFC 3339'
  expect(app.log).toContainEqual(expect.objectContaining({ source: 'default', reason, count: 1, level: 40 }))
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
