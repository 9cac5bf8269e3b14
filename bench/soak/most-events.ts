import { median } from '../measure/statistics.ts'
import { fastest } from '../run/loads.ts'
import { prepareRound } from '../run/prepare-round.ts'
import { deliver, quiet } from '../run/send.ts'
import type { FaultParts } from './fault.ts'

const BURSTS = 3

/** The most events a second that a server delivers, as fast as its answers come: the burst in the middle of some. */
export async function mostEventsPerSecond({ bench, lives: { server } }: FaultParts): Promise<number> {
  const plan = fastest(bench)
  const rates: number[] = []
  while (rates.length < BURSTS) {
    await prepareRound(bench, server, plan)
    const startMs = performance.now()
    await deliver(bench, server)
    rates.push(plan.events / ((performance.now() - startMs) / 1000))
    await quiet(server.pids)
  }
  return median(rates)
}
