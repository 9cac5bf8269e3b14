/** A transaction of hot operations, once it is on disk. */
export interface Commit {
  /** Operations that shared it. */
  readonly operations: number
  /** From its begin to the end of its commit. */
  readonly durationMs: number
}

/** Hears of each commit. */
export type NoteCommit = (commit: Commit) => void
