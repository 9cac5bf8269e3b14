import { setTimeout as sleep } from 'node:timers/promises'

import { nowMs } from './clock.ts'
import { Connection } from './connection.ts'
import { type Load, type Notification, notificationsOf, stamp } from './notifications.ts'
import { serveParent } from './parent.ts'
import { type WebhookLoad, webhooksOf } from './webhooks.ts'

/** When each event was due, and when the 2xx for it came; by number of event. */
export interface Sent {
  /**
   * Without a rate, when it was first sent. At a rate, when it was to be sent: if the server holds up the load, the time that a
   * notification waits for a free connection counts.
   */
  readonly sentMs: Float64Array
  readonly answeredMs: Float64Array
  /** How often the server said 503 and the event was sent again. */
  readonly refusals: number
}

const RETRY_AFTER = /\r\nretry-after: *(\d+)/i
const TIMER_MS = 1

let load: Load | WebhookLoad
let notifications: readonly Notification[] = []
let open: readonly Connection[] = []

/** Composes the requests and connects, so that `run` measures neither. */
async function prepare(next: Load | WebhookLoad): Promise<void> {
  load = next
  notifications = 'authorization' in load ? webhooksOf(load) : notificationsOf(load)
  const urls = 'authorization' in load ? [load.url] : load.urls
  open = Array.from(
    { length: load.connections },
    (_, number) => new Connection(urls[number % urls.length] ?? ''),
  )
  await Promise.all(open.map((connection) => connection.opened()))
}

/** Sends all events until each is answered with 2xx. */
async function run(): Promise<Sent> {
  const sent = {
    sentMs: new Float64Array(load.events),
    answeredMs: new Float64Array(load.events),
    refusals: 0,
  }
  const waiting = notifications.entries()
  const startMs = nowMs()
  const rate = load.notificationsPerSecond
  async function sendFrom(connection: Connection): Promise<void> {
    for (const [number, notification] of waiting) {
      const dueMs = rate === null ? nowMs() : startMs + (number / rate) * 1000
      await until(dueMs)
      const { firstEvent, request, events } = notification
      stamp(notification)
      sent.sentMs.fill(dueMs, firstEvent, firstEvent + events)
      sent.refusals += await postUntilTaken(connection, request)
      sent.answeredMs.fill(nowMs(), firstEvent, firstEvent + events)
    }
  }
  await Promise.all(open.map((connection) => sendFrom(connection)))
  for (const connection of open) connection.close()
  return sent
}

async function until(atMs: number): Promise<void> {
  for (let leftMs = atMs - nowMs(); leftMs > 0; leftMs = atMs - nowMs())
    await sleep(Math.max(TIMER_MS, Math.floor(leftMs)))
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
