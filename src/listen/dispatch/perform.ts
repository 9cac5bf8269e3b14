import type { ClaimedRun } from '../store/operations.ts'
import type { Rule } from '../rules/rule.ts'
import type { RunResult } from '../runs/run.ts'
import type { EndReason } from '../launch/launch-order.ts'

/** How one start of a run ended. */
export type Performed =
  | { readonly kind: 'ended'; readonly result: RunResult }
  /** A person stopped it, or the listener ends, or what carried it out is gone. */
  | { readonly kind: 'cut off'; readonly why: EndReason | 'lost'; readonly result: RunResult }
  /** It was not let go, and has done nothing. */
  | { readonly kind: 'kept' }

export interface PerformWanted {
  readonly run: ClaimedRun
  readonly rule: Rule
  /** Names the session that is on disk for the run; null when none is. */
  readonly session: string | null
  /** Resolves to true once it is on disk that the run starts, as the group of processes so named; its session is enough where that is null. */
  readonly mayGo: (group: string | null) => Promise<boolean>
  /** Called with the group of a command that `mayGo` did not know, unless it ends within a moment. */
  readonly lasts: (group: string) => void
}

/** Carries out a run once. */
export interface Performer {
  /** Never rejects: what cannot start has failed. */
  readonly perform: (wanted: PerformWanted) => Promise<Performed>
  /** Ends a run that is under way. */
  readonly end: (run: number, why: EndReason) => void
}

/** The result of a run that could not start. */
export function notStarted(reason: string): Performed {
  return { kind: 'ended', result: failedResult(reason) }
}

/** A failure of which nothing else is known. */
export function failedResult(reason: string): RunResult {
  return {
    isSuccess: false,
    exitCode: null,
    signal: null,
    statusCode: null,
    reason,
    durationMs: 0,
    output: '',
  }
}

/** Has each run carried out by the one for its kind of action. */
export function performerOf(kinds: Readonly<Record<Rule['action']['kind'], Performer>>): Performer {
  return {
    perform: (wanted) => kinds[wanted.rule.action.kind].perform(wanted),
    end(run, why) {
      for (const performer of Object.values(kinds)) performer.end(run, why)
    },
  }
}
