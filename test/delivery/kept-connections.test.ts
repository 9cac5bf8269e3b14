import { once } from 'node:events'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { TargetRequest } from '../../src/contract/webhooks/policy.ts'
import { createAddressGuard } from '../../src/net/address-guard.ts'
import { ConnectionPools } from '../../src/targets/http/connection-pools.ts'
import { repeatedExchange } from '../../src/targets/http/repeated-exchange.ts'
import { storedAttempts } from '../support/app/stored-attempts.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { OK, type RawRequest, startRawReceiver } from '../support/receivers/raw-receiver.ts'

/** What happens to each request for one path, in their order; the last goes on. */
type Fates = readonly ((socket: Socket) => void)[]
const answers = (socket: Socket) => void socket.write(OK)
const closes = (socket: Socket) => void socket.end()
const resets = (socket: Socket) => void socket.resetAndDestroy()
const hangs = () => undefined
const beginsAndCloses = (socket: Socket) => void socket.end('HTTP/1.1 100 Continue\r\n\r\n')

/** Pushes twice to a target of each kind of fate, and tells what came for the second push and how it ended. */
async function pushTwice(fates: Readonly<Record<string, Fates>>, more: Partial<TargetRequest> = {}) {
  const counts = new Map<string, number>()
  await using receiver = await startRawReceiver(({ path }, socket) => {
    const count = counts.get(path) ?? 0
    counts.set(path, count + 1)
    const own = fates[path.slice(1)] ?? []
    ;(own[count] ?? own.at(-1))?.(socket)
  })
  const settings = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_RETRY: '1', WEBHOOK_TIMEOUT_MS: '1000' }
  await using app = await startTestApp({ settings })
  const names = Object.keys(fates)
  const targets = names.map((name) => ({ type: 'http', ...more, address: receiver.url(`/${name}`) }))
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  await policy.ended(names.length)
  const before = receiver.requests.length
  await push(app)
  await policy.ended(2 * names.length)
  const attempts = storedAttempts(app, `d.id > ${names.length}`)
  const log = await policy.log(names.length + 1)
  return names.map((name) => {
    const isIts = ({ path }: Pick<RawRequest, 'path'>) => path === `/${name}`
    const requests = receiver.requests.slice(before).filter(isIts)
    const own = attempts.filter(({ address }) => address.endsWith(`/${name}`))
    const ends = own.map(({ failure, request }) => [failure?.code ?? null, request?.remark !== undefined])
    return { name, requests, attempts: ends, log }
  })
}

const numbers = (requests: readonly RawRequest[]) =>
  requests.map(({ headers }) => headers['x-bellbuoy-attempt'])

test('a kept connection that closes under a request is no failure: it goes out again, as it was, on a fresh one', async () => {
  const results = await pushTwice({ fin: [answers, closes, answers], reset: [answers, resets, answers] })
  for (const { name, requests, attempts, log } of results) {
    expect({ name, attempts }).toEqual({ name, attempts: [[null, true]] })
    expect(numbers(requests)).toEqual(['1', '1'])
    const [first, second] = requests
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
    expect(second!.body).toBe(first!.body)
    expect([first!.turn, second!.turn]).toEqual([2, 1])
    expect(log).toContain('\n> (sent once more, over a new connection: the receiver closed')
  }
})

test('that is so once, and only where nothing of an answer had come, of a connection that was used before', async () => {
  const results = await pushTwice({
    again: [answers, closes, resets, answers],
    begun: [answers, beginsAndCloses, answers],
    late: [answers, hangs, answers],
    new: [(socket) => void socket.end(OK), closes, answers],
  })
  const seen = results.map(({ name, requests, attempts }) => [name, numbers(requests), attempts])
  expect(seen).toEqual([
    [
      'again',
      ['1', '1', '2'],
      [
        ['closed', true],
        [null, false],
      ],
    ],
    [
      'begun',
      ['1', '2'],
      [
        ['closed', false],
        [null, false],
      ],
    ],
    [
      'late',
      ['1', '2'],
      [
        ['timeout', false],
        [null, false],
      ],
    ],
    [
      'new',
      ['1', '2'],
      [
        ['closed', false],
        [null, false],
      ],
    ],
  ])
})

// Nobody in a chat would know by a webhook-id that a message came twice.
test('to a chat it is a failure like any other, since the chat may have it', async () => {
  const [result] = await pushTwice({ slack: [answers, closes, answers] }, { type: 'slack' })
  expect(result!.attempts).toEqual([
    ['closed', false],
    [null, false],
  ])
  expect(result!.requests).toHaveLength(2)
})

test('the place of access tokens closes its connections too', async () => {
  const token = '{"access_token":"t","expires_in":0.001}'
  const gives = (socket: Socket) =>
    void socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${token.length}\r\n\r\n${token}`)
  const turns: [string, number][] = []
  await using receiver = await startRawReceiver(({ path, turn }, socket) => {
    turns.push([path, turn])
    if (path !== '/token') answers(socket)
    else if (turn === 2) closes(socket)
    else gives(socket)
  })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const oauth2 = { token_url: receiver.url('/token'), client_id: 'a', client_secret: 'b' }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url(), options: { oauth2 } }] })
  await push(app)
  await policy.ended(1)
  await push(app)
  expect((await policy.ended(2)).map(({ status }) => status)).toEqual(['Success', 'Success'])
  expect(turns.filter(([path]) => path === '/token').map(([, turn]) => turn)).toEqual([1, 2, 1])
})

/** Answers one small request, resets the connection when it sees a second, and then reads all of what comes over another. */
async function startHastyReceiver(small: string, large: string) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    const isFirst = sockets.push(socket) === 1
    let bytes = 0
    let isAnswered = false
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      bytes += chunk.length
      if (isFirst && isAnswered) socket.resetAndDestroy()
      if (isAnswered || (isFirst ? !chunk.toString().endsWith(small) : bytes <= large.length)) return
      isAnswered = true
      socket.write(OK)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test('what the receiver cannot have got whole is sent again even where a repeat would be seen', async () => {
  const small = 'small'
  // More than the buffers of two sockets hold.
  const large = 'x'.repeat(32 * 1024 * 1024)
  await using receiver = await startHastyReceiver(small, large)
  await using pools = new ConnectionPools(createAddressGuard({ allow: [], deny: [], allowLoopback: true }))
  const connection = {
    origin: receiver.origin,
    skipCertVerify: false,
    timeoutMs: 5000,
    allowHttp2: false,
    ca: null,
    clientCertificate: null,
    proxy: null,
  }
  const { peer } = pools.of(1, { key: '', connection, tokens: null })
  const send = (body: string) =>
    repeatedExchange(
      peer,
      { method: 'POST', path: '/', headers: {}, body, timeoutMs: 20_000 },
      { isSafe: false },
    )

  expect(await send(small)).toMatchObject({ error: null })
  // A connection rests for a turn before it is used again.
  await setImmediate()
  await setImmediate()
  expect(await send(large)).toMatchObject({ isRepeated: true, error: null, response: { status: 200 } })
  expect(receiver.sockets).toHaveLength(2)
})
