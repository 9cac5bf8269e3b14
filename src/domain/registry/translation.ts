import type { SourceEvent } from '../event/event.ts'
import { type IgnoredSummary, IgnoredCounts } from './ignored-summary.ts'
import type { IgnoredEntry, SourceReading } from './source.ts'

/** What became of the entries of one notification, or of some of them. */
export interface Translation {
  readonly events: readonly SourceEvent[]
  /** Entries that are no events. */
  readonly ignored: readonly IgnoredEntry[]
}

/** Parts of a translation in the order of its entries, each small enough to be dealt with while others wait. */
export interface Slices extends Iterable<Translation> {
  readonly length: number
}

/** All that a notification says. */
export interface SlicedTranslation {
  /** Of the ignored entries, those that show what clients are doing, without their examples. */
  readonly slices: Slices
  /** Of all ignored entries. */
  readonly ignored: IgnoredSummary
}

/** Events that are decided and stored at a time: the next caller waits for no more than those. */
export const SLICE_EVENTS = 50
const SLICE_READINGS = 500

/** @throws BellbuoyError `BAD_REQUEST` when the notification is refused as a whole */
export function translationOf(readings: Iterable<SourceReading>): Translation {
  const events: SourceEvent[] = []
  const ignored: IgnoredEntry[] = []
  for (const reading of readings) {
    if ('type' in reading) events.push(reading)
    else ignored.push(reading)
  }
  return { events, ignored }
}

/**
 * Translates a notification slice by slice, each as it is asked for; some may be empty.
 *
 * @param counts gets the ignored entries
 * @throws BellbuoyError `BAD_REQUEST` when the notification is refused as a whole
 */
export function* slicesOf(
  readings: Iterable<SourceReading>,
  counts: Pick<IgnoredCounts, 'add'>,
): Generator<Translation> {
  let events: SourceEvent[] = []
  let ignored: IgnoredEntry[] = []
  let count = 0
  for (const reading of readings) {
    count++
    if ('type' in reading) events.push(reading)
    else {
      counts.add(reading)
      if (showsWork(reading)) ignored.push(withoutExample(reading))
    }
    if (events.length < SLICE_EVENTS && count < SLICE_READINGS) continue
    yield { events, ignored }
    events = []
    ignored = []
    count = 0
  }
  yield { events, ignored }
}

export function isEmptySlice({ events, ignored }: Translation): boolean {
  return events.length === 0 && ignored.length === 0
}

/** A translation whose slices are in memory. */
export function slicedTranslation(readings: Iterable<SourceReading>): SlicedTranslation {
  const counts = new IgnoredCounts()
  const slices = [...slicesOf(readings, counts)].filter((slice) => !isEmptySlice(slice))
  return { slices, ignored: counts.summary() }
}

/** Slices that are changed one by one, as they are taken. */
export function mapSlices(slices: Slices, change: (slice: Translation) => Translation): Slices {
  return {
    length: slices.length,
    *[Symbol.iterator]() {
      for (const slice of slices) yield change(slice)
    },
  }
}

function showsWork({ blob, request }: IgnoredEntry): boolean {
  return blob !== undefined || request !== undefined
}

function withoutExample({ example: _, ...entry }: IgnoredEntry): IgnoredEntry {
  return entry
}
