import type { Problem } from '../../../api/problems.ts'

/** When a webhook was last disabled. */
export interface MissedTime {
  readonly since: string
  /** Absent while it still is. */
  readonly until?: string
}

/**
 * The last time in which a webhook was disabled, as the record of problems has it; null when it has none.
 *
 * @param problems of the webhook, newest first
 */
export function missedTime(
  problems: readonly Pick<Problem, 'kind' | 'since' | 'closed_at'>[],
): MissedTime | null {
  const last = problems.find(({ kind }) => kind === 'policy_disabled')
  if (last === undefined) return null
  return { since: last.since, ...(last.closed_at !== undefined && { until: last.closed_at }) }
}
