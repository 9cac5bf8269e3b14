import type { Clock } from '../../domain/clock.ts'
import type { Rule } from '../rules/rule.ts'
import type { LastingStore } from './lasting-store.ts'

export const SWEEP_EVERY_MS = 60_000
/** Between two slices of one round, so that webhooks go first. */
const BETWEEN_MS = 20

export interface SweepParts {
  readonly store: LastingStore
  readonly rules: () => readonly Rule[]
  readonly clock: Clock
  /** How long, and how many, runs are kept that ended. */
  readonly keepMs: () => number
  readonly keepRuns: number
}

/** Removes a slice of old runs; milliseconds until the next. */
export async function sweepOnce({ store, rules, clock, keepMs, keepRuns }: SweepParts): Promise<number> {
  const names = rules().map(({ name }) => name)
  const removed = await store.submit('sweep', {
    nowMs: clock.now(),
    keepMs: keepMs(),
    keepRuns,
    rules: names,
  })
  return removed > 0 ? BETWEEN_MS : SWEEP_EVERY_MS
}
