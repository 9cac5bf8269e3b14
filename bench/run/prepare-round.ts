import type { Shape } from '../processes/envelope.ts'
import type { Load } from '../processes/notifications.ts'
import type { Server } from '../servers/server.ts'
import type { Bench } from './bench.ts'
import { notificationsAt, prepareLoad } from './send.ts'

/** The load of a round: one event a notification, as Distribution posts them. */
export interface RoundPlan {
  readonly shape: Shape
  readonly events: number
  readonly connections: number
  /** Null: as fast as the answers come. */
  readonly eventsPerSecond: number | null
}

/** Composes the load of a round, with new tags, and has the receiver expect it. */
export async function prepareRound(
  bench: Bench,
  server: Server,
  { shape, events, connections, eventsPerSecond }: RoundPlan,
  { reconnects = false }: Pick<Load, 'reconnects'> = {},
): Promise<void> {
  const run = bench.nextRun()
  await prepareLoad(bench, server, {
    urls: server.urls.map(notificationsAt),
    token: bench.token,
    run,
    events,
    eventsPerNotification: 1,
    connections,
    notificationsPerSecond: eventsPerSecond,
    shape,
    firstTurn: run * events,
    reconnects,
  })
}
