import { type RawBuilder, sql } from 'kysely'

/** More than any id of a delivery or an event. */
const BEYOND = 2 ** 40
/** So far a clock may be set back without a delivery being overlooked. */
const CLOCK_SLACK_MS = 60_000

/**
 * The id from which on deliveries were created at or after a time. Ids grow with time, so it is found by halving instead of by
 * an index that every delivery would have to be written to. Literals, so that both databases divide whole numbers.
 *
 * @returns a scalar subquery; one more than the last id when there are none
 */
export function firstDeliverySince(sinceMs: number): RawBuilder<number> {
  return firstSince('delivery', 'created_at', sinceMs)
}

/** The same for events, by their acceptance. */
export function firstEventSince(sinceMs: number): RawBuilder<number> {
  return firstSince('event', 'accepted_at', sinceMs)
}

/** An id above those of all deliveries that were created before a time. */
export function firstDeliveryAfter(atMs: number): RawBuilder<number> {
  return firstDeliverySince(atMs + 2 * CLOCK_SLACK_MS)
}

function firstSince(table: 'delivery' | 'event', time: string, sinceMs: number): RawBuilder<number> {
  const [rows, at] = [sql.table(table), sql.ref(time)]
  return sql<number>`(with recursive early(below, step) as (
      select cast(0 as bigint), cast(${sql.lit(BEYOND)} as bigint)
      union all
      select below + case when (select ${at} from ${rows} where id >= below + step order by id limit 1)
        < ${sql.lit(sinceMs - CLOCK_SLACK_MS)} then step else 0 end, step / 2 from early where step > 0)
    select below + 1 from early where step = 0)`
}
