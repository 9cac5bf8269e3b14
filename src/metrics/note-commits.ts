import type { NoteCommit } from '../domain/delivery/commit.ts'
import type { Instruments } from './instruments.ts'

/** Measures how many operations share a commit, and how long that takes. */
export function noteCommits({ commit, commitOperations }: Instruments): NoteCommit {
  return ({ operations, durationMs }) => {
    commit.observe(durationMs / 1000)
    commitOperations.observe(operations)
  }
}
