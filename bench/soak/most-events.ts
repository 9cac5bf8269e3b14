import { median } from '../measure/statistics.ts'
import { fastest } from '../run/loads.ts'
import { deliver, notificationsAt, prepareLoad, quiet } from '../run/send.ts'
import type { FaultParts } from './fault.ts'

const BURSTS = 3

/** The most events a second that a server delivers, as fast as its answers come: the burst in the middle of some. */
export async function mostEventsPerSecond({ bench, lives: { server } }: FaultParts): Promise<number> {
  const { events, connections, shape } = fastest(bench)
  const rates: number[] = []
  while (rates.length < BURSTS) {
    const run = bench.nextRun()
    await prepareLoad(bench, server, {
      urls: server.urls.map(notificationsAt),
      token: bench.token,
      run,
      events,
      eventsPerNotification: 1,
      connections,
      notificationsPerSecond: null,
      shape,
      firstTurn: run * events,
    })
    const startMs = performance.now()
    await deliver(bench, server)
    rates.push(events / ((performance.now() - startMs) / 1000))
    await quiet(server.pids)
  }
  return median(rates)
}
