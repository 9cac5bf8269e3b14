import type { Clock } from '../domain/clock.ts'
import type { Store } from '../domain/store.ts'
import { META_SOURCE, ownSource } from '../intake/own-sources.ts'
import type { Log } from '../log.ts'
import { ProblemWatch } from '../problems/problem-watch.ts'
import type { TargetOutcomes } from '../problems/target-outcomes.ts'
import type { IntakeSide } from './intake-side.ts'

export interface StartProblemWatchInput {
  readonly store: Store
  readonly outcomes: TargetOutcomes
  readonly intake: IntakeSide
  readonly clock: Clock
  readonly log: Log
}

/** Starts to look for problems. Their meta events are taken in like those of any source. */
export function startProblemWatch({ store, intake, ...parts }: StartProblemWatchInput): ProblemWatch {
  const watch = new ProblemWatch({
    ...parts,
    store,
    lastEventOf: (sourceId) => intake.lastEvents.of(sourceId),
    wrongTokensOf: (name) => intake.strangers.of(name),
    publish: async (event) => {
      await intake.intake.accept(await ownSource(store.sources, META_SOURCE), [event])
    },
  })
  watch.start()
  return watch
}
