import type { ProblemResponse } from '../../contract/problems/problem.ts'

/** The worst first: what may lose events, then what keeps them from coming in, then what keeps them from going out. */
const WORST_FIRST: readonly ProblemResponse['kind'][] = [
  'store_unwritable',
  'account_differs',
  'disk_filling',
  'source_refused',
  'target_failing',
  'source_silent',
  'certificate_ending',
  'policy_disabled',
  'deliveries_held',
  'target_paused',
]

/** What nobody looks after before what somebody does, and what was done on purpose last; the older first among equals. */
export function worstFirst(problems: readonly ProblemResponse[]): ProblemResponse[] {
  return problems.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)]
    return first === second ? one.since.localeCompare(other.since) : first - second
  })
}

function rank({ kind, on_purpose: onPurpose, acknowledged }: ProblemResponse): number {
  const group = onPurpose ? 2 : acknowledged === undefined ? 0 : 1
  return group * WORST_FIRST.length + WORST_FIRST.indexOf(kind)
}
