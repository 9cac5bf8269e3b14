import type { Slice } from '../delivery/history.ts'
import type { DeliveryState } from '../delivery/delivery-state.ts'
import type { ProblemChanges } from './problem-changes.ts'
import type { Acknowledgement, ClosingReason, Problem, ProblemKind, Trouble } from './problem.ts'

/** Which problems someone looks for. Null: of all projects, and of the whole system. */
export interface ProblemFilter {
  readonly projectId: number | null
  readonly kind?: ProblemKind
  readonly policyId?: number
  readonly targetId?: number
  readonly sourceId?: number
  readonly isOpen?: boolean
  readonly isAcknowledged?: boolean
}

/** A problem with the names of what it is about; what was deleted keeps its name. Null: it is about no such thing. */
export interface NamedProblem extends Problem {
  readonly projectName: string | null
  readonly policyName: string | null
  /** Null also for a target that is gone. */
  readonly targetAddress: string | null
  readonly sourceName: string | null
}

/** How a target stands whose deliveries have failed; null where deliveries can go on. */
export interface TargetStanding {
  readonly targetId: number
  readonly policyId: number
  readonly projectId: number
  readonly endedBecause: Exclude<ClosingReason, 'over'> | null
}

/** What waits while a problem lasts. */
export interface Waiting {
  /** Counted up to `MAX_COUNTED`. */
  readonly count: number
  /** Since when the receiver gives no answer and deliveries without an attempt are kept; null while it does. */
  readonly unreachableSinceMs: number | null
  /** How old the oldest of them is, as its maximum age counts; null unless the receiver gives no answer. */
  readonly oldestAgeMs: number | null
}

export const MAX_COUNTED = 10_000
export const MAX_RECOVERABLE = 1000

/** The record of problems. A change of the record is a transaction of its own. */
export interface Problems {
  open: () => Promise<readonly Problem[]>
  /** What people and Bellbuoy itself have stopped: paused targets, disabled policies, holds. */
  stopped: () => Promise<readonly Trouble[]>
  targets: (ids: readonly number[]) => Promise<readonly TargetStanding[]>
  /** Trouble that closed no longer ago than `FLAPPING_MS` opens its problem again. Others may have opened or closed it meanwhile. */
  change: (changes: ProblemChanges) => Promise<void>
  /** Records trouble that could not be recorded while it lasted. */
  recordPast: (trouble: Trouble) => Promise<void>
  /** Newest first. */
  list: (filter: ProblemFilter, limit: number, before: number | null) => Promise<Slice<NamedProblem, number>>
  /** Null also for a problem of another project. */
  byId: (projectId: number | null, id: number) => Promise<NamedProblem | null>
  /** How many of the open problems that nobody has acknowledged need someone at once. */
  needing: (projectId: number | null) => Promise<number>
  waiting: (problem: Pick<Problem, 'kind' | 'projectId' | 'targetId'>) => Promise<Waiting>
  /** How many deliveries that failed since then nobody has sent again; counted up to `MAX_RECOVERABLE`. */
  recoverable: (problem: Problem) => Promise<number>
  /** Null takes an acknowledgement back. */
  acknowledge: (id: number, acknowledgement: Acknowledgement | null) => Promise<void>
  noteRecovery: (id: number, by: string) => Promise<void>
  /** What became of the events that were sent again to its target, by the state of the last delivery of each. */
  redelivered: (problem: Problem) => Promise<ReadonlyMap<DeliveryState, number>>
  /** Problems whose opening or closing has not been announced, oldest first. */
  unannounced: () => Promise<readonly NamedProblem[]>
  setAnnounced: (id: number, what: 'opening' | 'closing') => Promise<void>
}
