import type { Statistics } from '../../domain/figures/statistics.ts'

type Totals = Statistics['totals']

/** The sums of what the spans of a time come to. */
export function totalsOf(spans: readonly Totals[]): Totals {
  const sum = (name: keyof Totals): number => spans.reduce((total, span) => total + span[name], 0)
  return {
    accepted: sum('accepted'),
    delivered: sum('delivered'),
    failed: sum('failed'),
    stopped: sum('stopped'),
    expired: sum('expired'),
    redelivered: sum('redelivered'),
  }
}
