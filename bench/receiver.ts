import { createServer, type AddressInfo } from 'node:net'

import { nowMs } from './clock.ts'
import { eventOf } from './envelope.ts'
import { MessageCutter } from './message-cutter.ts'
import { serveParent } from './parent.ts'

/** What arrived in one run. The time of an event that has not arrived is 0. */
export interface Arrivals {
  readonly atMs: Float64Array
  readonly distinct: number
  readonly duplicates: number
  /** Webhooks that are about no event of this run. */
  readonly strays: number
  readonly bodyBytes: number
}

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok')

let run = -1
let atMs = new Float64Array(0)
let distinct = 0
let duplicates = 0
let strays = 0
let bodyBytes = 0
let complete = Promise.withResolvers<undefined>()

function expectRun(expected: { run: number; events: number }): void {
  run = expected.run
  atMs = new Float64Array(expected.events)
  distinct = duplicates = strays = bodyBytes = 0
  complete = Promise.withResolvers()
}

function note(message: Buffer, bodyStart: number): void {
  const found = eventOf(message, bodyStart)
  const seen = found?.run === run ? atMs[found.event] : undefined
  if (found === undefined || seen === undefined) {
    strays++
  } else if (seen > 0) {
    duplicates++
  } else {
    atMs[found.event] = nowMs()
    bodyBytes += message.length - bodyStart
    if (++distinct === atMs.length) complete.resolve(undefined)
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const cutter = new MessageCutter((message, bodyStart) => {
    note(message, bodyStart)
    socket.write(ANSWER)
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
    complete: () => complete.promise,
    report: (): Arrivals => ({ atMs, distinct, duplicates, strays, bodyBytes }),
  })
})
