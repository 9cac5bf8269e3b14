import type { EndedRuns, RunEnd } from '../dispatch/ended-runs.ts'
import type { AcceptedRun } from '../store/operations.ts'

export type WhenGone = (hear: () => void) => void

export interface ResultsWanted {
  readonly runs: readonly AcceptedRun[]
  readonly ended: EndedRuns
  readonly waitMs: number
  /** Calls back when the sender is gone. */
  readonly whenGone: WhenGone
}

/** Waits for the end of all runs. Null when one takes longer, or the sender is gone. */
export function awaitResults({
  runs,
  ended,
  waitMs,
  whenGone,
}: ResultsWanted): Promise<readonly RunEnd[] | null> {
  return new Promise((resolve) => {
    const ends = new Map<number, RunEnd>()
    const stops: (() => void)[] = []
    const settle = (result: readonly RunEnd[] | null): void => {
      for (const stop of stops) stop()
      clearTimeout(timer)
      resolve(result)
    }
    const hear = (end: RunEnd): void => {
      ends.set(end.run, end)
      if (ends.size === runs.length) settle(runs.flatMap(({ id }) => ends.get(id) ?? []))
    }
    const timer = setTimeout(() => settle(null), waitMs)
    whenGone(() => settle(null))
    for (const { id, rule, state, reason } of runs) {
      if (state === 'pending' || state === 'running') stops.push(ended.when(id, hear))
      else hear({ run: id, rule, state, reason, output: '' })
    }
  })
}
