import type { Shape } from '../processes/envelope.ts'
import type { Server } from '../servers/server.ts'
import type { Bench } from './bench.ts'
import { deliver, notificationsAt, prepareLoad, quiet, send } from './send.ts'

export interface Fill {
  readonly shape: Shape
  readonly events: number
  /** False: its webhooks go nowhere, and are not waited for. */
  readonly arrives: boolean
}

/** Events whose requests are composed at a time. */
const SLICE = 10_000
const EVENTS_PER_NOTIFICATION = 50
const CONNECTIONS = 16

/** Brings a server into the state that is measured, faster than a registry could. */
export async function fill(bench: Bench, server: Server, { shape, events, arrives }: Fill): Promise<void> {
  for (let firstTurn = 0; firstTurn < events; firstTurn += SLICE) {
    await prepareLoad(bench, server, {
      urls: server.urls.map(notificationsAt),
      token: bench.token,
      run: bench.nextRun(),
      events: Math.min(SLICE, events - firstTurn),
      eventsPerNotification: EVENTS_PER_NOTIFICATION,
      connections: CONNECTIONS,
      notificationsPerSecond: null,
      shape,
      firstTurn,
    })
    await (arrives ? deliver(bench, server) : send(bench))
    if (events > SLICE)
      bench.progress(`${server.name}: ${String(firstTurn + SLICE)} of ${String(events)} filled`)
  }
  await quiet(server.pids)
}
