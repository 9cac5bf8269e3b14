import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { request } from 'undici'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiAnswer, apiClient } from '../support/app/api-client.ts'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

const PATH = '/service/notifications'
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app[Symbol.asyncDispose]()
})

// Whatever is refused must leave no trace.
afterEach(() => {
  expect(app.rows('select * from event')).toEqual([])
  expect(app.rows('select * from project')).toEqual([])
})

const push = envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })])
const good = { authorization: `Bearer ${sourceToken}`, 'content-type': 'application/json' }

const post = (body: unknown, headers: Record<string, string> = {}, path = PATH): Promise<ApiAnswer> =>
  apiClient(app.url).post(path, body, { ...good, ...headers })

const failure = ({ status, body }: ApiAnswer): readonly unknown[] => [status, body.errors?.[0].code]

test.for([
  'Bearer wrong',
  `Bearer ${sourceToken}x`,
  `Bearer ${sourceToken.slice(0, -1)}`,
  'Bearer ',
  '',
  `${sourceToken}x`,
  `Token ${sourceToken}`,
  `Basic ${btoa(`${sourceToken}:`)}`,
  `Basic ${btoa(`admin:${adminPassword}`)}`,
])('a registry that shows %j is turned away', async (authorization) => {
  const answer = await post(push, { authorization })
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
  expect(JSON.stringify(answer.body)).not.toContain(sourceToken)
})

test('a source that does not exist is turned away in the same words as a wrong token', async () => {
  const unknown = await post(push, {}, `${PATH}/unheard-of`)
  const wrong = await post(push, { authorization: 'Bearer wrong' })
  expect(failure(unknown)).toEqual([401, 'UNAUTHORIZED'])
  expect(unknown.body).toEqual(wrong.body)
})

test('who cannot show a token learns nothing of what is wrong with the body', async () => {
  expect(failure(await post('{"events":7}', { authorization: 'Bearer wrong' }))[0]).toBe(401)
})

test.for(['{', '', 'events', '{"events":[}', '{"events":[]}x', '\u0000'])(
  'the body %j is malformed',
  async (body) => {
    expect(failure(await post(body))).toEqual([400, 'BAD_REQUEST'])
  },
)

test.for([null, 7, [], {}, { events: 7 }])('the body %j is no envelope', async (body) => {
  expect(failure(await post(JSON.stringify(body)))).toEqual([400, 'BAD_REQUEST'])
})

test.for([
  'text/plain',
  'application/xml',
  'application/vnd.cncf.other+json',
  'application/x-www-form-urlencoded',
])('the media type %s is not taken', async (contentType) => {
  expect(failure(await post(push, { 'content-type': contentType }))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
})

test('a body without a media type is not taken', async () => {
  const { statusCode, body } = await request(new URL(PATH, app.url), {
    method: 'POST',
    headers: { authorization: good.authorization },
    body: JSON.stringify(push),
  })
  await body.dump()
  expect(statusCode).toBe(415)
})

const MIB = 1024 * 1024

// A manifest may have 4 MiB, zot sends it as a text in JSON, and an envelope may have many events.
test('a body of more than 32 MiB is too large, one of just 32 MiB is not', async () => {
  const sized = (bytes: number) => {
    const text = JSON.stringify({ events: [], padding: '' })
    return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`)
  }
  const refused = await post(sized(32 * MIB + 1))
  expect(failure(refused)).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect(refused.body.errors[0].message).toBe(
    'the body is larger than 32.0 MiB, the limit of this path: send less at a time',
  )
  expect((await post(sized(32 * MIB))).status).toBe(200)
})

test('a body that turns out too large while it is sent is too large', async () => {
  const chunks = Array.from({ length: 33 }, () => Buffer.alloc(MIB, ' '))
  const { statusCode, body } = await request(new URL(PATH, app.url), {
    method: 'POST',
    headers: good,
    body: Readable.from(chunks),
  })
  await body.dump()
  expect(statusCode).toBe(413)
})

/** A notification of which the server has the head and no byte of the body. */
async function openNotification(headers: Record<string, string>) {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  const lines = Object.entries({ host: 'x', 'content-type': 'application/json', ...headers })
  const answer = once(socket, 'data').then(
    ([data]) => String(data),
    () => '',
  )
  socket.write(
    `POST ${PATH} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  )
  // A call that comes later and is answered: by then the server has the head.
  await once(socket, 'connect')
  await app.anonymous.get('/api/version')
  return {
    answer,
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

test('a stranger is answered before a byte of the body is read', async () => {
  using stranger = await openNotification({ authorization: 'Bearer wrong', 'content-length': '1000' })
  expect(await stranger.answer).toMatch(/^HTTP\/1\.1 401 /)
})

test('a source whose notifications under way fill its share is refused for now, and others are not', async () => {
  const { body: other } = await app.api.post('/api/v2.0/sources', { name: 'other', kind: 'distribution' })
  const { authorization } = good
  {
    using open = new DisposableStack()
    for (const bytes of [32 * MIB, MIB])
      open.use(await openNotification({ authorization, 'content-length': String(bytes) }))
    const refused = await post({ events: [] })
    expect(failure(refused)).toEqual([503, 'UNAVAILABLE'])
    expect(refused.headers['retry-after']).toBe('1')
    const answer = await post({ events: [] }, { authorization: `Bearer ${other.token}` }, `${PATH}/other`)
    expect(answer.status).toBe(200)
  }
  // The room is free again once the client is gone.
  await waitUntil(async () => (await post({ events: [] })).status === 200, { what: 'room again' })
})

test.for(['get', 'put', 'delete'] as const)('%s is not allowed', async (method) => {
  const answer = await apiClient(app.url)[method](PATH)
  expect(failure(answer)).toEqual([405, 'METHOD_NOT_ALLOWED'])
  expect(answer.headers['allow']).toBe('POST')
})
