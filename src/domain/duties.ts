/** Work that one of the processes on a database does at a time. A duty is taken for a while, and kept by taking it again. */
export interface Duties {
  /**
   * Takes a duty, or keeps it.
   *
   * @param forMs how long it is this process's unless it is kept
   * @returns null when it is this process's now; else when to try again, since another one has it
   */
  take: (name: string, forMs: number) => Promise<number | null>
  /** Leaves a duty to others, if this process has it. */
  leave: (name: string) => Promise<void>
}

/** For a database that serves one process. */
export const ALL_DUTIES: Duties = {
  take: () => Promise.resolve(null),
  leave: () => Promise.resolve(),
}
