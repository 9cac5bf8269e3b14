import { envelope, ENVELOPE_TYPE, type Push, type Shape } from './envelope.ts'

/** What a load sends, and to whom. */
export interface Load {
  /** Of the processes of a server, between which its connections take turns. */
  readonly urls: readonly string[]
  readonly token: string
  readonly run: number
  readonly events: number
  readonly eventsPerNotification: number
  readonly connections: number
  /** Null: each connection sends its next notification as soon as its last is answered. */
  readonly notificationsPerSecond: number | null
  readonly shape: Shape
  /** The turn of the first push. */
  readonly firstTurn: number
  /** A connection that breaks is opened anew and its notification sent again, as a registry does; else the load ends there. */
  readonly reconnects?: boolean
}

/** A request, and the events in it. */
export interface Notification {
  readonly request: Buffer
  /** Where in the request the times of its events stand. */
  readonly timesAt: readonly number[]
  readonly firstEvent: number
  readonly events: number
}

/** The whole load as requests, so that sending it composes nothing. */
export function notificationsOf(load: Load): readonly Notification[] {
  const timestamp = new Date().toISOString()
  const head = headOf(load)
  const { run, events, eventsPerNotification, firstTurn } = load
  const count = Math.ceil(events / eventsPerNotification)
  return Array.from({ length: count }, (_, number) => {
    const firstEvent = number * eventsPerNotification
    const length = Math.min(eventsPerNotification, events - firstEvent)
    const pushes = Array.from({ length }, (_, index): Push => {
      const event = firstEvent + index
      return { run, event, turn: firstTurn + event }
    })
    const body = envelope(load.shape, pushes, timestamp)
    const request = Buffer.from(`${head}${String(Buffer.byteLength(body))}\r\n\r\n${body}`)
    return { request, timesAt: placesOf(timestamp, request), firstEvent, events: length }
  })
}

/** Gives the events of a notification the time at which it is sent, as in life: repeats are recognised by it. */
export function stamp({ request, timesAt }: Notification): void {
  const timestamp = new Date().toISOString()
  for (const place of timesAt) request.write(timestamp, place, 'latin1')
}

function placesOf(text: string, request: Buffer): readonly number[] {
  const places: number[] = []
  for (let place = request.indexOf(text); place >= 0; place = request.indexOf(text, place + 1))
    places.push(place)
  return places
}

/** As a load balancer passes it on: with the host that a registry named, whichever process it goes to. */
function headOf({ urls, token }: Load): string {
  const { host, pathname } = new URL(urls[0] ?? '')
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: Go-http-client/1.1',
    `Authorization: Bearer ${token}`,
    `Content-Type: ${ENVELOPE_TYPE}`,
    'Accept-Encoding: gzip',
    'Content-Length: ',
  ].join('\r\n')
}
