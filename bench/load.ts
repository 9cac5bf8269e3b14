import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { nowMs } from './clock.ts'
import { envelope, ENVELOPE_TYPE } from './envelope.ts'
import { MessageCutter } from './message-cutter.ts'
import { serveParent } from './parent.ts'

export interface Load {
  readonly url: string
  readonly token: string
  readonly run: number
  readonly events: number
  readonly connections: number
}

/** When each event was first sent, and when the 2xx for it came; by number of event. */
export interface Sent {
  readonly sentMs: Float64Array
  readonly answeredMs: Float64Array
  /** How often the server said 503 and the event was sent again. */
  readonly refusals: number
}

interface Answer {
  readonly status: number
  readonly text: string
}

const RETRY_AFTER = /\r\nretry-after: *(\d+)/i

function requests(load: Load): Buffer[] {
  const { host, pathname } = new URL(load.url)
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: Go-http-client/1.1',
    `Authorization: Bearer ${load.token}`,
    `Content-Type: ${ENVELOPE_TYPE}`,
    'Accept-Encoding: gzip',
    'Content-Length: ',
  ].join('\r\n')
  const timestamp = new Date().toISOString()
  return Array.from({ length: load.events }, (_, event) => {
    const body = envelope(load.run, event, timestamp)
    return Buffer.from(`${head}${String(Buffer.byteLength(body))}\r\n\r\n${body}`)
  })
}

/** One keep-alive connection that has at most one request under way. */
class Connection {
  readonly #socket: Socket
  #answered = Promise.withResolvers<Answer>()

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const cutter = new MessageCutter((message) => {
      const text = message.toString('latin1')
      this.#answered.resolve({ status: Number(text.slice(9, 12)), text })
    })
    this.#socket.on('data', (chunk: Buffer) => {
      cutter.push(chunk)
    })
    this.#socket.on('error', (error) => {
      this.#answered.reject(error)
    })
    this.#socket.on('close', () => {
      this.#answered.reject(new Error('the server closed the connection'))
    })
  }

  async opened(): Promise<void> {
    await once(this.#socket, 'connect')
  }

  post(request: Buffer): Promise<Answer> {
    this.#answered = Promise.withResolvers()
    this.#socket.write(request)
    return this.#answered.promise
  }

  close(): void {
    // Nobody waits for an answer any more, so the closing is no error.
    this.#socket.removeAllListeners('close')
    this.#socket.destroy()
  }
}

let load: Load
let waiting: Buffer[] = []
let open: Connection[] = []

/** Composes the requests and connects, so that `run` measures neither. */
async function prepare(next: Load): Promise<void> {
  load = next
  waiting = requests(load)
  open = Array.from({ length: load.connections }, () => new Connection(load.url))
  await Promise.all(open.map((connection) => connection.opened()))
}

/** Sends all events, each connection the next one as soon as its last is answered, until all are answered with 2xx. */
async function run(): Promise<Sent> {
  const sentMs = new Float64Array(load.events)
  const answeredMs = new Float64Array(load.events)
  const left = waiting.entries()
  let refusals = 0
  async function sendFrom(connection: Connection): Promise<void> {
    for (const [event, request] of left) {
      sentMs[event] = nowMs()
      refusals += await postUntilTaken(connection, request)
      answeredMs[event] = nowMs()
    }
  }
  await Promise.all(open.map((connection) => sendFrom(connection)))
  for (const connection of open) connection.close()
  return { sentMs, answeredMs, refusals }
}

/** Sends a request, and again as long as the server says 503, as a registry does; resolves to the number of 503s. */
async function postUntilTaken(connection: Connection, request: Buffer): Promise<number> {
  for (let refusals = 0; ; refusals++) {
    const { status, text } = await connection.post(request)
    if (status >= 200 && status < 300) return refusals
    if (status !== 503) throw new Error(`the server answered ${text}`)
    await sleep(1000 * Number(RETRY_AFTER.exec(text)?.[1] ?? 1))
  }
}

serveParent(undefined, { prepare, run })
