import type { Topic } from './changes.ts'

/** A topic of live streams that has changed, in a project or, by null, in any. */
export type TopicChange = readonly [topic: Topic, projectId: number | null]

/** What one process has to say to the others on its database. */
export interface Hint {
  /** Rules have changed: caches are out of date. */
  readonly rules?: true
  /** Scans wait for the process that carries them out. */
  readonly scans?: true
  /** Targets for which something is due. */
  readonly due?: readonly number[]
  /** Targets that were found to be reachable. */
  readonly reachable?: readonly number[]
  readonly changes?: readonly TopicChange[]
  /** Readers of live streams may have lost their right to read. */
  readonly rights?: true
}

/**
 * The other processes on the same database. Hints make them quick: one may be lost, and those who hear them are right without it too.
 */
export interface OtherNodes {
  /** Whether there can be others. */
  readonly mayExist: boolean
  /** Whether another process has readers of live streams. */
  readonly areWatching: boolean
  /** Passes a hint on soon. */
  readonly tell: (hint: Hint) => void
  readonly onHint: (listener: (hint: Hint) => void) => void
  /** Called about once a second while hints do not come through: anything may have happened. */
  readonly onDoubt: (listener: () => void) => void
  /** Says how to find out whether this process has readers of live streams. */
  readonly setWatched: (isWatched: () => boolean) => void
}

/** For a database that serves one process. */
export const NO_OTHER_NODES: OtherNodes = {
  mayExist: false,
  areWatching: false,
  tell: () => undefined,
  onHint: () => undefined,
  onDoubt: () => undefined,
  setWatched: () => undefined,
}
