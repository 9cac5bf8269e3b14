import { setImmediate } from 'node:timers/promises'
import type { SourceEvent } from '../domain/event/event.ts'
import { FairTurns } from '../domain/fair-turns.ts'
import type { IgnoredEntry, Source } from '../domain/registry/source.ts'
import { SLICE_EVENTS, type Slices, type Translation } from '../domain/registry/translation.ts'

/** What became of the events of one notification. */
export interface IntakeResult {
  readonly accepted: number
  /** Reported before by the same source, or part of a pull that was. */
  readonly repeated: number
  /** Kept out, and counted by reason in the account of the source. */
  readonly keptOut: number
  /** The ids of the first events that were accepted, for the log. */
  readonly eventIds: readonly string[]
}

export type Accept = (
  source: Source,
  sourceEvents: readonly SourceEvent[],
  ignored?: readonly IgnoredEntry[],
) => Promise<IntakeResult>

/** The same for a notification that comes in slices already. */
export type AcceptSlices = (source: Source, slices: Slices) => Promise<IntakeResult>

/** Slices of large notifications under way: one is decided while another is stored. */
const PLACES = 2
const NOTHING: IntakeResult = { accepted: 0, repeated: 0, keptOut: 0, eventIds: [] }
/** Ids that are kept of the accepted events of a notification in slices. */
const MAX_IDS = 100

/**
 * Takes a notification of many events in slices, one after the other, so that those of one event never wait for the whole of it. Sources
 * take turns. When a slice fails, those before it are stored; a source that sends all of it again has them counted as repeated.
 */
export function acceptInSlices(accept: Accept): {
  readonly accept: Accept
  readonly acceptSlices: AcceptSlices
} {
  const turns = new FairTurns<number>(PLACES)

  async function inTurns(source: Source, slices: Iterable<Translation>): Promise<IntakeResult> {
    let result = NOTHING
    for (const { events, ignored } of slices) {
      result = sumOf(result, await turns.run(source.id, () => accept(source, events, ignored)))
      // A slice of which nothing is stored awaits nothing, and others wait.
      await setImmediate()
    }
    return result
  }

  return {
    accept: (source, events, ignored = []) =>
      events.length <= SLICE_EVENTS
        ? accept(source, events, ignored)
        : inTurns(source, slicesOf({ events, ignored })),
    acceptSlices(source, slices) {
      if (slices.length > 1) return inTurns(source, slices)
      const [slice] = slices
      return slice === undefined ? Promise.resolve(NOTHING) : accept(source, slice.events, slice.ignored)
    },
  }
}

function* slicesOf({ events, ignored }: Translation): Generator<Translation> {
  for (let from = 0; from < events.length; from += SLICE_EVENTS) {
    // What was ignored says how the requests before it went on.
    const isLast = from + SLICE_EVENTS >= events.length
    yield { events: events.slice(from, from + SLICE_EVENTS), ignored: isLast ? ignored : [] }
  }
}

function sumOf(one: IntakeResult, other: IntakeResult): IntakeResult {
  return {
    accepted: one.accepted + other.accepted,
    repeated: one.repeated + other.repeated,
    keptOut: one.keptOut + other.keptOut,
    eventIds: [...one.eventIds, ...other.eventIds].slice(0, MAX_IDS),
  }
}
