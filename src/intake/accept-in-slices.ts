import type { SourceEvent } from '../domain/event/event.ts'
import type { IgnoredEntry, Source } from '../domain/registry/source.ts'
import { SliceTurns } from './slice-turns.ts'

/** What became of the events of one notification. */
export interface IntakeResult {
  readonly accepted: number
  /** Reported before by the same source, or part of a pull that was. */
  readonly repeated: number
  /** Kept out, and counted by reason in the account of the source. */
  readonly keptOut: number
}

export type Accept = (
  source: Source,
  sourceEvents: readonly SourceEvent[],
  ignored?: readonly IgnoredEntry[],
) => Promise<IntakeResult>

/** Events that are decided and stored at a time: whoever comes next waits for no more than those. */
const SLICE = 50
/** Slices of large notifications under way: one is decided while another is stored. */
const PLACES = 2

/**
 * Takes a notification of many events in slices, one after the other, so that those of one event never wait for the whole of it. Sources
 * take turns. When a slice fails, those before it are stored; a source that sends all of it again has them counted as repeated.
 */
export function acceptInSlices(accept: Accept): Accept {
  const turns = new SliceTurns(PLACES)

  async function inSlices(...[source, events, ignored]: Parameters<Accept>): Promise<IntakeResult> {
    let result: IntakeResult = { accepted: 0, repeated: 0, keptOut: 0 }
    for (let from = 0; from < events.length; from += SLICE) {
      const slice = events.slice(from, from + SLICE)
      // What was ignored says how the requests before it went on.
      const isLast = from + SLICE >= events.length
      result = sumOf(result, await turns.run(source.id, () => accept(source, slice, isLast ? ignored : [])))
    }
    return result
  }

  return (source, events, ignored) =>
    events.length <= SLICE ? accept(source, events, ignored) : inSlices(source, events, ignored)
}

function sumOf(one: IntakeResult, other: IntakeResult): IntakeResult {
  return {
    accepted: one.accepted + other.accepted,
    repeated: one.repeated + other.repeated,
    keptOut: one.keptOut + other.keptOut,
  }
}
