import { createServer, type AddressInfo, type Socket } from 'node:net'

import { nowMs } from './clock.ts'
import { pushOf } from './envelope.ts'
import { MessageCutter } from './message-cutter.ts'
import { serveParent } from './parent.ts'

/** What is to arrive in a run. */
export interface Expected {
  readonly run: number
  readonly events: number
  /** Targets that each event goes to; the path of a request begins with the number of its target, from 0. */
  readonly copies: number
}

/** What arrived in one run: the copies of the first event, those of the second, … The time of one that has not arrived is 0. */
export interface Arrivals {
  readonly atMs: Float64Array
  readonly distinct: number
  readonly duplicates: number
  /** Webhooks that are about no event of this run. */
  readonly strays: number
  readonly bodyBytes: number
}

/** How it takes webhooks: one that it fails, breaks off or leaves without an answer has not arrived. */
export type Mood = 'well' | 'failing' | 'breaking' | 'silent' | 'slow'

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok')
const FAILURE = Buffer.from(
  'HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nsick',
)
const SLOW_MS = 200

const TARGET_START = 'POST /'.length

let mood: Mood = 'well'
let run = -1
let copies = 1
let atMs = new Float64Array(0)
let distinct = 0
let duplicates = 0
let strays = 0
let bodyBytes = 0
let complete = Promise.withResolvers<undefined>()

function expectRun(expected: Expected): void {
  run = expected.run
  copies = expected.copies
  atMs = new Float64Array(expected.events * copies)
  distinct = duplicates = strays = bodyBytes = 0
  complete = Promise.withResolvers()
}

function note(message: Buffer, bodyStart: number): void {
  const found = pushOf(message, bodyStart)
  const place = found?.run === run ? found.event * copies + targetOf(message) : -1
  const seen = atMs[place]
  if (seen === undefined) {
    strays++
  } else if (seen > 0) {
    duplicates++
  } else {
    atMs[place] = nowMs()
    bodyBytes += message.length - bodyStart
    if (++distinct === atMs.length) complete.resolve(undefined)
  }
}

/** The number in `POST /7 HTTP/1.1`; where an event goes to one target only, it does not matter which. */
function targetOf(message: Buffer): number {
  return copies === 1
    ? 0
    : Number(message.toString('latin1', TARGET_START, message.indexOf(' ', TARGET_START)))
}

const TAKES: Readonly<Record<Mood, (socket: Socket, taken: () => void) => void>> = {
  well: (socket, taken) => {
    taken()
    socket.write(ANSWER)
  },
  slow: (socket, taken) => {
    taken()
    setTimeout(() => socket.write(ANSWER), SLOW_MS)
  },
  failing: (socket) => socket.write(FAILURE),
  breaking: (socket) => socket.resetAndDestroy(),
  silent: () => undefined,
}

const server = createServer({ noDelay: true }, (socket) => {
  const cutter = new MessageCutter((message, bodyStart) => {
    TAKES[mood](socket, () => note(message, bodyStart))
  })
  socket.on('data', (chunk: Buffer) => {
    cutter.push(chunk)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  serveParent(`http://127.0.0.1:${String(port)}/`, {
    expect: expectRun,
    behave: (next: Mood): void => void (mood = next),
    complete: () => complete.promise,
    report: (): Arrivals => ({ atMs, distinct, duplicates, strays, bodyBytes }),
  })
})
