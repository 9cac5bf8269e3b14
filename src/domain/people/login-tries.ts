/** Tries to log in that count under one key, such as those of an account. */
export interface Tries {
  readonly count: number
  /** When the last one began, or was found wrong. */
  readonly lastMs: number
}

/** Tries to log in, as all processes on a database count them together. They are forgotten after half an hour. */
export interface LoginTries {
  /** Those of some keys. */
  readonly of: (keys: readonly string[]) => Promise<ReadonlyMap<string, Tries>>
  /**
   * Changes those of some keys, while no other process does the same.
   *
   * @param change gets what is stored of them; what it leaves there is stored
   */
  readonly change: (keys: readonly string[], change: (tries: Map<string, Tries>) => void) => Promise<void>
}
