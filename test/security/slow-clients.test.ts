import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

async function dial(): Promise<Socket> {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.on('error', () => undefined)
  return socket
}

/** Sends just these bytes. @returns all that comes back until the server hangs up */
async function exchange(request: string): Promise<string> {
  const socket = await dial()
  socket.write(request)
  return text(socket)
}

const login = 'principal=admin&password='
const HEAD = 'POST /c/login HTTP/1.1\r\nHost: buoy\r\nContent-Type: application/x-www-form-urlencoded\r\n'

/** What a client keeps a connection busy with; each sends one more byte every second. */
const DRIBBLES: readonly (readonly [string, string])[] = [
  ['nothing at all', ''],
  ['a head', 'GET / HTTP/1.1\r\nX-Slow: '],
  ['a form', `${HEAD}Content-Length: 100000\r\n\r\n${login}`],
  ['chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\nfffff\r\n${login}`],
  [
    'a notification',
    `POST /service/notifications HTTP/1.1\r\nHost: buoy\r\nAuthorization: Bearer ${sourceToken}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"events":[',
  ],
]
/** Of each kind. */
const CLIENTS = 40
/** The limit of a request is 30 s, and connections are looked at every 30 s. */
const CUT_OFF_MS = 100_000

test('clients that send a byte now and then are cut off within a minute, and hold up nobody meanwhile', async () => {
  const sockets: Socket[] = []
  const timers: NodeJS.Timeout[] = []
  for (const [what, begin] of DRIBBLES)
    for (let count = 0; count < CLIENTS; count++) {
      const socket = await dial()
      socket.resume().write(begin)
      sockets.push(socket)
      if (what !== 'nothing at all')
        timers.push(setInterval(() => socket.writable && socket.write('x'), 1000))
    }
  try {
    await push(app)
    expect((await app.api.get('/api/v2.0/users/current')).status).toBe(200)
    const open = (): number => sockets.filter(({ destroyed }) => !destroyed).length
    // A source has its share of notifications under way; those beyond it are refused at once.
    expect(open(), 'they are there meanwhile').toBeGreaterThanOrEqual((DRIBBLES.length - 1) * CLIENTS)
    await waitUntil(() => open() === 0, { what: 'all are cut off', timeoutMs: CUT_OFF_MS, intervalMs: 250 })
    await push(app)
  } finally {
    for (const timer of timers) clearInterval(timer)
    for (const socket of sockets) socket.destroy()
  }
}, 180_000)

describe('a request', () => {
  test('whose head is longer than 16 KiB is refused', async () => {
    const answer = await exchange(`GET / HTTP/1.1\r\nHost: buoy\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  })

  test.each([
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 44\r\n\r\n'],
    ['a length with a sign', 'Content-Length: +0\r\n\r\n'],
    ['chunks by a name of its own', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before a colon', 'Content-Length : 0\r\n\r\n'],
    ['a folded header', 'X-A: b\r\n  Content-Length: 0\r\n\r\n'],
    ['line feeds alone', 'X-A: b\n\n'],
    ['a NUL in a header', 'X-A: \0\r\n\r\n'],
  ])('with %s is one, or none: nothing is smuggled behind it', async (_, rest) => {
    const smuggled = 'GET /api/v2.0/version-of-nothing HTTP/1.1\r\nHost: buoy\r\nConnection: close\r\n\r\n'
    const answer = await exchange(`POST /api/v2.0/ping HTTP/1.1\r\nHost: buoy\r\n${rest}${smuggled}`)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).not.toContain('version-of-nothing')
  })
})
