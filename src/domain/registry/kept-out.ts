/** What a source sent that became no event, by one reason. */
export interface KeptOutReason {
  readonly reason: string
  readonly count: number
  readonly lastAtMs: number
  /** The last one as JSON, cut and without secrets; null where none was kept. */
  readonly example: string | null
}

/** Since when every notification of a source is refused. */
export interface Refusals {
  readonly sinceMs: number
  readonly lastMs: number
}

/** What has happened at a source since it was last stored. */
export interface KeptOutChange {
  readonly sourceId: number
  /** Their counts are added to the stored ones. */
  readonly reasons: readonly KeptOutReason[]
  /** Whether a notification was accepted, which ends the refusals before it. */
  readonly hasAccepted: boolean
  /** Null when none was refused since. */
  readonly refusals: Refusals | null
}

/** The account of what was kept out. */
export interface KeptOutAccount {
  add: (changes: readonly KeptOutChange[]) => Promise<void>
  /** The reasons of a source, the newest first. */
  of: (sourceId: number) => Promise<readonly KeptOutReason[]>
}

/** Reasons that a source can have; what comes with others counts under `OTHER_REASONS`. */
export const MAX_REASONS = 50
export const OTHER_REASONS = 'other reasons'

/** A single refusal is a mistake; from here on it is a problem. */
const PROBLEM_AFTER_MS = 60_000

/** Since when a source is refused, or null while that is no problem yet. */
export function refusedSince({ sinceMs, lastMs }: Refusals): number | null {
  return lastMs - sinceMs >= PROBLEM_AFTER_MS ? sinceMs : null
}
