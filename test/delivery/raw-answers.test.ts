import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { storedAttempts } from '../support/app/stored-attempts.ts'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startHttp2Receiver } from '../support/receivers/http2-receiver.ts'
import { OK, startRawReceiver } from '../support/receivers/raw-receiver.ts'
import { certificate } from '../support/receivers/tls.ts'

type Script = (socket: Socket) => void
const once = { WEBHOOK_MAX_RETRY: '0', WEBHOOK_TIMEOUT_MS: '2000' }
const says =
  (...parts: readonly string[]): Script =>
  (socket) => {
    // Each part in a turn of its own, so that they come in pieces.
    const [first, ...others] = parts
    if (first !== undefined)
      socket.write(Buffer.from(first, 'latin1'), () => setImmediate(says(...others), socket))
  }
const saysAndBreaks =
  (text: string): Script =>
  (socket) =>
    socket.write(text, () => socket.destroy())

/** Has each script answer one target of one policy, and gives how each delivery ended, by the script's name. */
async function deliverTo(scripts: Readonly<Record<string, Script>>, pushes = 1) {
  await using receiver = await startRawReceiver(({ path }, socket) => scripts[path.slice(1)]?.(socket))
  await using app = await startTestApp({ settings: once })
  const names = Object.keys(scripts)
  const policy = await createPolicy(app.api, { targets: names.map((name) => receiver.url(`/${name}`)) })
  for (let sent = 1; sent <= pushes; sent++) {
    await push(app)
    await policy.ended(sent * names.length)
  }
  const deliveries = new Map(
    app.rows('select id, state, reason from delivery').map((row) => [row['id'], row]),
  )
  const ends = storedAttempts(app).map(({ address, deliveryId, response, failure }) => ({
    name: new URL(address).pathname.slice(1),
    state: deliveries.get(deliveryId)!['state'],
    reason: String(deliveries.get(deliveryId)!['reason']),
    remark: response?.remark ?? null,
    code: failure?.code ?? null,
  }))
  return { ends, receiver }
}

const interim = (status: number) => `HTTP/1.1 ${status} For now\r\nx-progress: half\r\n\r\n`

// RFC 9110, section 15.2: a client must be able to read one or more 1xx answers before the final one, also unknown ones.
test('interim answers are passed over whatever their code, however many, in pieces, and on a kept connection', async () => {
  const scripts = {
    continue: says(interim(100) + OK),
    processing: says(interim(102), OK),
    hints: says('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\nlink: </b>\r\n\r\n', OK),
    unknown: says(interim(199), interim(150), OK),
    bare: says('HTTP/1.1 100\r\n\r\n', OK),
    many: says(interim(102).repeat(500) + OK),
    dripped: says(...Array.from(`${interim(100)}${interim(103)}${OK}`)),
    blank: says(`\r\n\r\n${OK}`),
  }
  const { ends, receiver } = await deliverTo(scripts, 2)
  expect(ends.filter(({ state }) => state !== 'success')).toEqual([])
  expect(ends).toHaveLength(16)
  expect(new Set(receiver.requests.map(({ connection }) => connection)).size).toBe(8)
})

const NO_HTTP = 'the receiver does not speak HTTP as it should: '

test('what is no answer fails, and the reason says it in words', async () => {
  const switched = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'
  const floods: Script = (socket) => {
    if (!socket.destroyed) socket.write(interim(102).repeat(100), () => floods(socket))
  }
  const { ends } = await deliverTo({
    upgrade: says(switched),
    '101': says('HTTP/1.1 101 OK\r\n\r\n'),
    flood: floods,
    ssh: says('SSH-2.0-OpenSSH_9.6\r\n'),
    html: says('<html>hello</html>'),
    words: says('HTTP/1.1 OK\r\ncontent-length: 0\r\n\r\n'),
    zero: says('HTTP/1.1 099 Less\r\ncontent-length: 0\r\n\r\n'),
    bytes: says('\0\xff\r\n'),
    tls: says('\x15\x03\x01\x00\x02\x02\x46'),
    left: saysAndBreaks(interim(100)),
  })
  const reasons = Object.fromEntries(ends.map(({ name, reason }) => [name, reason.split('; gave up')[0]]))
  const nonsense = (line: string) => `${NO_HTTP}its answer begins with "${line}", which is no status line`
  expect(reasons).toEqual({
    upgrade: `${NO_HTTP}it switched to another protocol (101), which nobody asked for`,
    '101': `${NO_HTTP}it switched to another protocol (101), which nobody asked for`,
    flood: `${NO_HTTP}no final answer came within 65536 bytes of interim ones`,
    ssh: nonsense('SSH-2.0-OpenSSH_9.6'),
    html: nonsense('<html>hello</html>'),
    words: nonsense('HTTP/1.1 OK'),
    zero: nonsense('HTTP/1.1 099 Less'),
    bytes: nonsense('··'),
    tls: `${NO_HTTP}it answers in TLS, so its address should begin with https://`,
    left: expect.stringMatching(/^the connection broke before the answer: /),
  })
})

test('a status counts as soon as it is there: what becomes of the body is a remark', async () => {
  const { ends } = await deliverTo({
    short: saysAndBreaks('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789'),
    chunk: says('HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n', 'no size\r\n'),
    silent: says('HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n'),
    endless: says('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0'),
    failed: saysAndBreaks('HTTP/1.1 503 No\r\ncontent-length: 100\r\n\r\n0123456789'),
  })
  const byName = Object.fromEntries(ends.map(({ name, state, remark }) => [name, [state, remark]]))
  expect(byName).toEqual({
    short: ['success', expect.stringMatching(/^the answer broke off: /)],
    chunk: ['success', expect.stringMatching(/^the answer broke off: .*Invalid character in chunk size/)],
    silent: ['success', null],
    endless: ['success', 'the answer did not end within 2000 ms'],
    failed: ['error', expect.stringMatching(/^the answer broke off: /)],
  })
  expect(ends.find(({ name }) => name === 'failed')).toMatchObject({
    code: 'status',
    reason: 'the receiver answered 503; gave up: all 0 retries are used',
  })
})

test('only what sends elsewhere is called a redirect', async () => {
  const empty = (status: number, header = '') =>
    says(`HTTP/1.1 ${status} x\r\n${header}content-length: 0\r\n\r\n`)
  const { ends } = await deliverTo({
    '300': empty(300),
    '301': empty(301, 'location: /b\r\n'),
    '304': says('HTTP/1.1 304 Not Modified\r\nlocation: /b\r\n\r\n'),
    '305': empty(305),
    '308': empty(308),
    '999': empty(999),
  })
  const answered = (status: number, more = '') =>
    `the receiver answered ${status}${more}; gave up: all 0 retries are used`
  expect(ends.map(({ reason }) => reason)).toEqual([
    answered(300),
    answered(301, ', a redirect to /b; redirects are not followed'),
    answered(304),
    answered(305),
    answered(308, ', a redirect; redirects are not followed'),
    answered(999),
  ])
})

test('interim answers of HTTP/2 are passed over too', async () => {
  await using receiver = await startHttp2Receiver({ interim: [100, 102, 103] })
  await using app = await startTestApp({ settings: once })
  const options = { http_version: 'auto', ca: certificate('localhost').cert }
  const policy = await createPolicy(app.api, { targets: [{ address: receiver.url, options }] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  expect(receiver.requests[0]?.version).toBe('2.0')
})
