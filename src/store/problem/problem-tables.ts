import type { Generated } from 'kysely'
import type { ClosingReason, ProblemCause, ProblemKind } from '../../domain/problem/problem.ts'

export interface ProblemTables {
  problem: ProblemTable
}

export interface ProblemTable {
  id: Generated<number>
  kind: ProblemKind
  /** What it is about, by the number of the kind's noun. */
  subject_id: number
  project_id: number
  policy_id: number | null
  target_id: number | null
  source_id: number | null
  cause: ProblemCause
  reason: string
  since: number
  /** 1: it makes no meta events. */
  quiet: number
  opened_at: number
  times_opened: number
  closed_at: number | null
  closed_because: ClosingReason | null
  acknowledged_at: number | null
  acknowledged_by: string | null
  acknowledged_note: string | null
  /** When what had failed was last sent again, and who asked for it. */
  recovered_at: number | null
  recovered_by: string | null
  opening_announced: number
  closing_announced: number
}
