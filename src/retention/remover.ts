import type { Retention, RetentionLimit } from '../domain/retention/retention.ts'
import { DutyInSlices, type DutyParts, type InSlices } from './duty-in-slices.ts'
import { type KeptFor, type RetentionLimits, isLimited } from './retention-limits.ts'

export interface RemoverParts extends DutyParts {
  readonly retention: Retention
  readonly limits: RetentionLimits
  /** Hears of what each slice of events removed. */
  readonly noteRemoved: (removed: RemovedCounts) => void
  /** Hears of each slice. */
  readonly noteSlice: (of: RemovedKind) => void
}

/** In the order in which a pass removes them. */
export type RemovedKind = 'bodies' | 'events' | 'keys'

/** What a slice, or a pass, removed. */
export interface RemovedCounts {
  readonly events: number
  readonly deliveries: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Removes what is over its limit: a minute after the start, and every hour. */
export function startRemoval(parts: RemoverParts): AsyncDisposable {
  const duty = {
    name: 'retention',
    doing: 'remove what is old',
    firstMs: MINUTE_MS,
    everyMs: HOUR_MS,
    pass: (inSlices: InSlices) => removeOnce(parts, inSlices),
  }
  return new DutyInSlices(duty, parts).start()
}

async function removeOnce(parts: RemoverParts, inSlices: InSlices): Promise<void> {
  const { retention, limits, clock, noteSlice } = parts
  const limitNow = ({ days, events }: KeptFor): RetentionLimit => ({
    sinceMs: days === null ? null : clock.now() - days * DAY_MS,
    events,
  })
  if (isLimited(limits.bodies)) {
    const limit = limitNow(limits.bodies)
    await inSlices(() => {
      noteSlice('bodies')
      return retention.removeBodies(limit)
    })
  }
  if (isLimited(limits.events)) await removeEvents(parts, limitNow(limits.events), inSlices)
  await inSlices(() => {
    noteSlice('keys')
    return retention.removeKeys(clock.now() - limits.keysDays * DAY_MS)
  })
}

async function removeEvents(
  { retention, log, noteRemoved, noteSlice }: RemoverParts,
  limit: RetentionLimit,
  inSlices: InSlices,
): Promise<void> {
  const bounds = await retention.boundsOf(limit)
  if (bounds === null) return
  const removed = { events: 0, deliveries: 0 }
  let after = 0
  await inSlices(async () => {
    noteSlice('events')
    const slice = await retention.removeEvents(bounds, after)
    removed.events += slice.events
    removed.deliveries += slice.deliveries
    noteRemoved(slice)
    after = slice.after ?? 0
    return slice.after !== null
  })
  if (removed.events > 0) log.eventsRemoved(removed)
}
