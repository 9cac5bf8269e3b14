import { Readable } from 'node:stream'
import { request } from 'undici'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiAnswer, apiClient } from '../support/app/api-client.ts'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

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

test('a body of more than 1 MiB is too large, one of just 1 MiB is not', async () => {
  const sized = (bytes: number) => {
    const text = JSON.stringify({ events: [], padding: '' })
    return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`)
  }
  expect(failure(await post(sized(1024 * 1024 + 1)))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect((await post(sized(1024 * 1024))).status).toBe(200)
})

test('a body that turns out too large while it is sent is too large', async () => {
  const chunks = Array.from({ length: 17 }, () => Buffer.alloc(64 * 1024, ' '))
  const { statusCode, body } = await request(new URL(PATH, app.url), {
    method: 'POST',
    headers: good,
    body: Readable.from(chunks),
  })
  await body.dump()
  expect(statusCode).toBe(413)
})

test.for(['get', 'put', 'delete'] as const)('%s is not allowed', async (method) => {
  const answer = await apiClient(app.url)[method](PATH)
  expect(failure(answer)).toEqual([405, 'METHOD_NOT_ALLOWED'])
  expect(answer.headers['allow']).toBe('POST')
})
