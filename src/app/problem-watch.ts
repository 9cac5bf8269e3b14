import type { Clock } from '../domain/clock.ts'
import type { Store } from '../domain/store.ts'
import { META_SOURCE, ownSource } from '../intake/own-sources.ts'
import type { Log } from '../log.ts'
import { ProblemWatch, type ProblemWatchParts, type WatchedIntake } from '../problems/problem-watch.ts'
import type { TargetOutcomes } from '../problems/target-outcomes.ts'
import type { IntakeSide } from './intake-side.ts'

export interface StartProblemWatchInput extends Pick<ProblemWatchParts, 'findOwnTroubles'> {
  readonly store: Store
  readonly outcomes: TargetOutcomes
  /** Null in a process that takes nothing in. */
  readonly intake: IntakeSide | null
  readonly clock: Clock
  readonly log: Log
}

/** Starts to look for problems. Their meta events are taken in like those of any source. */
export function startProblemWatch({ store, intake, ...parts }: StartProblemWatchInput): ProblemWatch {
  const watch = new ProblemWatch({ ...parts, store, intake: intake && watchedIntake(store, intake) })
  watch.start()
  return watch
}

function watchedIntake(store: Store, { intake, lastEvents, strangers }: IntakeSide): WatchedIntake {
  return {
    lastEventOf: (sourceId) => lastEvents.of(sourceId),
    takeWrongTokens: (name) => strangers.take(name),
    publish: async (event) => {
      await intake.accept(await ownSource(store.sources, META_SOURCE), [event])
    },
  }
}
