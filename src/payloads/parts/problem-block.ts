import type { ReportedProblem } from '../../domain/event/event-detail.ts'

/** A problem as payloads write it. Times are RFC 3339. */
export interface ProblemBlock {
  readonly id: number
  readonly kind: string
  readonly cause: string
  readonly finding: string
  readonly reason: string | null
  readonly cure: string
  readonly since: string
  readonly policy: { readonly id: number; readonly name: string } | null
  readonly target: { readonly id: number; readonly host: string } | null
  readonly source: { readonly name: string } | null
  readonly closed_at: string | null
  readonly closed_because: string | null
}

/** What a meta event is about; null for all other events. */
export function problemBlock(problem: ReportedProblem | undefined): ProblemBlock | null {
  if (problem === undefined) return null
  const { reason, sinceMs, policy = null, target = null, source = null, closed } = problem
  return {
    id: problem.id,
    kind: problem.kind,
    cause: problem.cause,
    finding: problem.finding,
    reason: reason === '' ? null : reason,
    cure: problem.cure,
    since: new Date(sinceMs).toISOString(),
    policy,
    target,
    source,
    closed_at: closed === undefined ? null : new Date(closed.atMs).toISOString(),
    closed_because: closed?.because ?? null,
  }
}
