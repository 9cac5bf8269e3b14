import { setTimeout as sleep } from 'node:timers/promises'

import { nowMs } from './clock.ts'
import { Connection, type HttpAnswer } from './connection.ts'
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
/** As Distribution waits after a failure (its setting `backoff`). */
const RECONNECT_MS = 1000

let load: Load | WebhookLoad
let notifications: readonly Notification[] = []
let open: (Connection | undefined)[] = []

/** Composes the requests and connects, so that `run` measures neither. */
async function prepare(next: Load | WebhookLoad): Promise<void> {
  load = next
  notifications = 'authorization' in load ? webhooksOf(load) : notificationsOf(load)
  const opening = Array.from({ length: load.connections }, (_, number) => new Connection(urlOf(number)))
  open = opening
  await Promise.all(opening.map((connection) => connection.opened()))
}

/** Connections take turns between the addresses of the load. */
function urlOf(connection: number): string {
  const urls = 'authorization' in load ? [load.url] : load.urls
  return urls[connection % urls.length] ?? ''
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
  async function sendFrom(number: number): Promise<void> {
    for (const [place, notification] of waiting) {
      const dueMs = rate === null ? nowMs() : startMs + (place / rate) * 1000
      await until(dueMs)
      const { firstEvent, request, events } = notification
      stamp(notification)
      sent.sentMs.fill(dueMs, firstEvent, firstEvent + events)
      sent.refusals += await postUntilTaken(number, request)
      sent.answeredMs.fill(nowMs(), firstEvent, firstEvent + events)
    }
  }
  await Promise.all(open.keys().map((number) => sendFrom(number)))
  for (const connection of open) connection?.close()
  return sent
}

async function until(atMs: number): Promise<void> {
  for (let leftMs = atMs - nowMs(); leftMs > 0; leftMs = atMs - nowMs())
    await sleep(Math.max(TIMER_MS, Math.floor(leftMs)))
}

/** Sends a request, and again as long as the server says 503, as a registry does; resolves to the number of 503s. */
async function postUntilTaken(number: number, request: Buffer): Promise<number> {
  for (let refusals = 0; ; refusals++) {
    const { status, text } = await post(number, request)
    if (status >= 200 && status < 300) return refusals
    if (status !== 503) throw new Error(`the server answered ${text}`)
    await sleep(1000 * Number(RETRY_AFTER.exec(text)?.[1] ?? 1))
  }
}

/** Sends a request on the connection of this number, which is opened anew where the load may do that. */
async function post(number: number, request: Buffer): Promise<HttpAnswer> {
  for (;;) {
    const connection = (open[number] ??= new Connection(urlOf(number)))
    try {
      return await connection.post(request)
    } catch (error) {
      if ('authorization' in load || load.reconnects !== true) throw error
      connection.close()
      open[number] = undefined
      await sleep(RECONNECT_MS)
    }
  }
}

serveParent(undefined, { prepare, run })
