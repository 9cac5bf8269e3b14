import type { ScanScheduleResponse } from '../../../src/contract/scanning/scanner.ts'

/** The next round of scans of a project. */
export type NextRound =
  | { readonly state: 'no schedule' | 'no scanner' | 'under way' | 'soon' }
  | { readonly state: 'at'; readonly at: string }

/** A round waits while no scanner scans for the project, begins within a minute when it is due, and is finished first. */
export function nextRoundOf(schedule: ScanScheduleResponse, nowMs: number): NextRound {
  const { interval_hours, scanner, round, next_round_at } = schedule
  if (interval_hours === 0) return { state: 'no schedule' }
  if (scanner === undefined) return { state: 'no scanner' }
  if (round?.is_over === false) return { state: 'under way' }
  if (next_round_at === undefined || Date.parse(next_round_at) <= nowMs) return { state: 'soon' }
  return { state: 'at', at: next_round_at }
}
