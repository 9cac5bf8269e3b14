/** A series of calls that show another token than that of a source, or none. */
export interface WrongTokens {
  readonly sinceMs: number
  readonly lastMs: number
  /** Of the last one. */
  readonly address: string
}

/** Calls with a longer pause between them are not of one series. */
const SERIES_PAUSE_MS = 600_000

/** What two processes have seen, or one at two times: one series, or the later one. */
export function joinWrongTokens(one: WrongTokens | null, other: WrongTokens): WrongTokens {
  if (one === null) return other
  const [earlier, later] = one.lastMs <= other.lastMs ? [one, other] : [other, one]
  if (later.sinceMs - earlier.lastMs > SERIES_PAUSE_MS) return later
  return { ...later, sinceMs: Math.min(earlier.sinceMs, later.sinceMs) }
}
