import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RemovalBounds, RetentionLimit } from '../../domain/retention/retention.ts'
import { firstEventSince } from '../delivery/first-delivery.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'

/**
 * Which events are over a limit now.
 *
 * @param surplusBelow for a number of events, the number below which no event is among so many of the newest, as a scalar; null where there
 * are not so many
 * @returns null when none is
 */
export async function removalBounds(
  read: Kysely<Schema>,
  { sinceMs, events }: RetentionLimit,
  surplusBelow: (events: number) => RawBuilder<number | null>,
): Promise<RemovalBounds | null> {
  const tooOld = sinceMs === null ? sql`0` : firstEventSince(sinceMs)
  const tooMany = events === null ? sql`0` : surplusBelow(events)
  const [row] = await rowsOf(
    read,
    sql<{ old: number; surplus: number | null; first: number | null }>`
      select ${tooOld} as old, ${tooMany} as surplus, (select min(id) from event) as first`,
  )
  const surplus = row?.surplus ?? 0
  const below = Math.max(row?.old ?? 0, surplus)
  const first = row?.first ?? null
  if (first === null || first >= below) return null
  return { sinceMs: sinceMs ?? 0, surplusBelow: surplus, below }
}
