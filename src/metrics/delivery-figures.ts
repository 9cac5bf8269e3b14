import type { DeliveryCounts } from '../domain/delivery/delivery-counts.ts'
import type { Instruments } from './instruments.ts'

const COUNTERS = ['returned', 'turns', 'sweeps', 'freedTargets', 'expired'] as const
const GAUGES = ['attemptsUnderWay', 'attemptsLimit', 'targetsWaiting'] as const

/** Shows the figures that the dispatcher and the sweeper keep themselves. */
export function showDeliveryCounts(instruments: Instruments, counts: DeliveryCounts): void {
  const { leased } = instruments
  leased.reset()
  leased.inc({ by: 'acceptance' }, counts.handedOver)
  leased.inc({ by: 'claim' }, counts.claimed)
  for (const name of COUNTERS) {
    instruments[name].reset()
    instruments[name].inc(counts[name])
  }
  for (const name of GAUGES) instruments[name].set(counts[name])
  instruments.lastSweepAt.set(counts.lastSweepAtMs / 1000)
  instruments.lastSweep.set(counts.lastSweepMs / 1000)
}
