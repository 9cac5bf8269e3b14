import type { Selectable } from 'kysely'
import { type Problem, type Trouble, subjectIdOf } from '../../domain/problem/problem.ts'
import type { NamedProblem } from '../../domain/problem/problems.ts'
import type { ProblemTable } from './problem-tables.ts'

export type ProblemRow = Selectable<ProblemTable>

/** A row with the names of what it is about. */
export interface NamedProblemRow extends ProblemRow {
  readonly project_name: string | null
  readonly policy_name: string | null
  readonly target_address: string | null
  readonly source_name: string | null
}

export function problemOf(row: ProblemRow): Problem {
  const { acknowledged_at, recovered_at } = row
  return {
    id: row.id,
    kind: row.kind,
    projectId: row.project_id,
    policyId: row.policy_id,
    targetId: row.target_id,
    sourceId: row.source_id,
    cause: row.cause,
    reason: row.reason,
    sinceMs: row.since,
    isQuiet: row.quiet === 1,
    openedAtMs: row.opened_at,
    timesOpened: row.times_opened,
    closedAtMs: row.closed_at,
    closedBecause: row.closed_because,
    acknowledged:
      acknowledged_at === null
        ? null
        : { atMs: acknowledged_at, by: row.acknowledged_by ?? '', note: row.acknowledged_note ?? '' },
    recovered: recovered_at === null ? null : { atMs: recovered_at, by: row.recovered_by ?? '' },
    isOpeningAnnounced: row.opening_announced === 1,
  }
}

export function namedProblemOf(row: NamedProblemRow): NamedProblem {
  return {
    ...problemOf(row),
    projectName: row.project_name,
    policyName: row.policy_name,
    targetAddress: row.target_address,
    sourceName: row.source_name,
  }
}

/** The columns of a new problem. */
export function problemColumns(trouble: Trouble, atMs: number) {
  return {
    kind: trouble.kind,
    subject_id: subjectIdOf(trouble),
    project_id: trouble.projectId,
    policy_id: trouble.policyId,
    target_id: trouble.targetId,
    source_id: trouble.sourceId,
    cause: trouble.cause,
    reason: trouble.reason,
    since: trouble.sinceMs,
    quiet: trouble.isQuiet ? 1 : 0,
    opened_at: atMs,
    times_opened: 1,
    opening_announced: 0,
    closing_announced: isAnnounced(trouble) ? 0 : 1,
  }
}

/** Only these kinds have meta events. */
function isAnnounced({ kind }: Trouble): boolean {
  return kind === 'target_failing' || kind === 'source_refused' || kind === 'source_silent'
}
