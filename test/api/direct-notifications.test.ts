import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { waitUntil } from '../support/wait-until.ts'

const PATH = '/service/notifications'
/** Not a plain path, so the router answers. */
const ROUTED = `${PATH}?`
let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  return () => app[Symbol.asyncDispose]()
})

async function connection({ url } = app): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

const headOf = (path: string, headers: Readonly<Record<string, string | number>>): string =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: buoy',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')

interface Asked {
  readonly body: string
  readonly path?: string
  readonly token?: string
  readonly type?: string
}

/** The whole answer but for its date. */
async function exchange(
  socket: Socket,
  { body, path = PATH, token = sourceToken, type = 'application/json' }: Asked,
): Promise<string> {
  const head = headOf(path, {
    authorization: `Bearer ${token}`,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-request-id': 'mine-1',
  })
  socket.write(head + body)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString().replace(/^date: .*\r\n/im, '')
}

async function answers(
  asked: Asked,
  from = app,
): Promise<{ readonly direct: string; readonly routed: string }> {
  await using one = await connection(from)
  await using other = await connection(from)
  const [direct, routed] = await Promise.all([
    exchange(one, asked),
    exchange(other, { ...asked, path: ROUTED }),
  ])
  return { direct, routed }
}

const nested = `${'['.repeat(101)}${']'.repeat(101)}`

test.for<readonly [string, Asked, number]>([
  ['an envelope without events', { body: '{"events":null}' }, 200],
  ['an entry that is kept out', { body: '{"events":[{"id":"ä"}]}' }, 200],
  ['what is no envelope', { body: '{"events":7}' }, 400],
  ['an empty body', { body: '' }, 400],
  ['broken JSON', { body: '{"events":[' }, 400],
  ['deep nesting', { body: nested }, 400],
  ['a media type that the source does not send', { body: '{}', type: 'application/vnd.other+json' }, 415],
  ['a media type that is no JSON', { body: '{}', type: 'text/plain' }, 415],
  ['a wrong token', { body: '{"events":null}', token: 'wrong' }, 401],
])('%s gets the same answer directly and from the router', async ([, asked, status]) => {
  const { direct, routed } = await answers(asked)
  expect(direct).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(direct).toBe(routed)
})

test('a push is taken directly, and one that was reported before by the router is repeated', async () => {
  const push = JSON.stringify(envelope([pushEvent({ repository: 'shop/web', tag: 'v1' })]))
  await using socket = await connection()
  expect(await exchange(socket, { body: push, path: ROUTED })).toContain(
    '{"accepted":1,"repeated":0,"ignored":0}',
  )
  expect(await exchange(socket, { body: push })).toContain('{"accepted":0,"repeated":1,"ignored":0}')
})

test('a body in pieces is read whole', async () => {
  await using socket = await connection()
  const body = '{"events":[{"id":"ä"}]}'
  const bytes = Buffer.from(body)
  const half = bytes.indexOf('ä') + 1
  const head = headOf(PATH, {
    authorization: `Bearer ${sourceToken}`,
    'content-type': 'application/json',
    'content-length': bytes.length,
  })
  socket.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, half)]))
  // A call that comes later and is answered: by then the server has the first half.
  await app.anonymous.get('/api/version')
  socket.write(bytes.subarray(half))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('"ignored":1')
})

test('a token that was renewed counts no more on a connection that has shown it', async () => {
  const { body: source } = await app.api.post('/api/v2.0/sources', { name: 'renewed', kind: 'distribution' })
  const path = `${PATH}/renewed`
  const body = '{"events":null}'
  await using socket = await connection()
  expect(await exchange(socket, { path, body, token: source.token })).toMatch(/^HTTP\/1\.1 200 /)
  const { body: renewed } = await app.api.post(`/api/v2.0/sources/${source.id}/token`)
  expect(await exchange(socket, { path, body, token: source.token })).toMatch(/^HTTP\/1\.1 401 /)
  expect(await exchange(socket, { path, body, token: renewed.token })).toMatch(/^HTTP\/1\.1 200 /)
})

test('a call whose turn does not come gets the same answer directly and from the router', async () => {
  const clock = new ManualClock()
  await using own = await startTestApp({ clock })
  await using open = new AsyncDisposableStack()
  // From then on memory knows the source.
  await exchange(open.use(await connection(own)), { body: '{"events":null}' })
  const bytes = 64 * 1024
  // Together the most that a source may have under way.
  for (let held = 0; held <= 1024 * 1024; held += bytes) {
    const socket = open.use(await connection(own))
    socket.write(
      headOf(PATH, {
        authorization: `Bearer ${sourceToken}`,
        'content-type': 'application/json',
        'content-length': bytes,
      }),
    )
  }
  await own.anonymous.get('/api/version')
  const before = clock.waiting
  const answered = answers({ body: '{"events":null}' }, own)
  await waitUntil(() => clock.waiting === before + 2, { what: 'two calls that wait for their turn' })
  clock.advance(10_000)
  const { direct, routed } = await answered
  expect(direct).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n/)
  expect(direct).toBe(routed)
})

test('clients that go away before their bodies have come leave their room to others', async () => {
  const bytes = 64 * 1024
  // Together more than a source may have under way.
  for (let sent = 0; sent < 40 * 1024 * 1024; sent += bytes) {
    await using socket = await connection()
    socket.write(
      headOf(PATH, {
        authorization: `Bearer ${sourceToken}`,
        'content-type': 'application/json',
        'content-length': bytes,
      }),
    )
  }
  await app.anonymous.get('/api/version')
  await using socket = await connection()
  expect(await exchange(socket, { body: '{"events":null}' })).toMatch(/^HTTP\/1\.1 200 /)
})
