import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../domain/clock.ts'
import type { Rule } from '../rules/rule.ts'
import type { LastingStore } from './lasting-store.ts'

const EVERY_MS = 60_000
/** Between two slices of one round, so that webhooks go first. */
const BETWEEN_MS = 20

export interface SweepingParts {
  readonly store: LastingStore
  readonly rules: () => readonly Rule[]
  readonly clock: Clock
  /** How long, and how many, runs are kept that ended. */
  readonly keepMs: number
  readonly keepRuns: number
}

/** Removes old runs, slice by slice, every minute until the signal. */
export async function sweepOn(parts: SweepingParts, signal: AbortSignal): Promise<void> {
  const { store, rules, clock, keepMs, keepRuns } = parts
  while (!signal.aborted) {
    const names = rules().map(({ name }) => name)
    const removed = await store.submit('sweep', { nowMs: clock.now(), keepMs, keepRuns, rules: names })
    await delay(removed > 0 ? BETWEEN_MS : EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
