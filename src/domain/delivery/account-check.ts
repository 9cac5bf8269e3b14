/** What the store says of its events at one moment. */
export interface AccountSnapshot {
  /** Events that sources reported, less those that were repeated, merged or kept out: as many are to be stored, or removed. */
  readonly owed: number
  /** Of removed events, those that a source had reported. */
  readonly removed: number
  /** No event with this number or a higher one was ever removed. */
  readonly removedBelow: number
  /** Stored events with a number above the base of the check before that a source reported. */
  readonly counted: number
  /** The number above which the next check counts, and how many such events there are now. */
  readonly next: { readonly base: number; readonly counted: number }
}

/** What a check leaves to the next one. */
export interface CheckedAccount {
  /** 0: all events are counted. */
  readonly base: number
  readonly counted: number
  readonly owed: number
  readonly removed: number
  /** Events that are stored and not accounted for, less those that are missing, over all checks: 0 when nothing was lost. */
  readonly difference: number
  /** Since when it differs; null while it does not. */
  readonly sinceMs: number | null
}

/** Compares in the background what sources reported with what is stored, as far as it came since the last check. */
export interface AccountCheck {
  /** Costs as much as the events that came since, whatever is stored. */
  check: () => Promise<void>
  /** What the checks have found so far. */
  found: () => Promise<Pick<CheckedAccount, 'difference' | 'sinceMs'>>
}

const NOTHING = { base: 0, counted: 0, owed: 0, removed: 0, difference: 0, sinceMs: null }

/**
 * The account after another check. Events that were removed since they came, which no count shows, leave it as it was.
 *
 * @param before null: nothing was checked yet
 */
export function nextCheck(
  before: CheckedAccount | null,
  { owed, removed, removedBelow, counted, next }: AccountSnapshot,
  nowMs: number,
): CheckedAccount {
  const seen = { ...next, owed, removed }
  // Too much came before the first check to count it: `bellbuoy audit` does.
  if (before === null && next.base > 0) return { ...NOTHING, ...seen }
  const last = before ?? NOTHING
  const isAll = last.base === 0
  const { difference, sinceMs } = last
  if (!isAll && removedBelow > last.base + 1) return { ...seen, difference, sinceMs }
  const stored = counted - last.counted + (isAll ? removed - last.removed : 0)
  const found = difference + stored - (owed - last.owed)
  return { ...seen, difference: found, sinceMs: found === 0 ? null : (sinceMs ?? nowMs) }
}
