import { type RawBuilder, sql } from 'kysely'

/** How many deliveries of an event to a target there are. */
export function earlierDeliveries(
  eventId: RawBuilder<unknown>,
  targetId: RawBuilder<unknown>,
): RawBuilder<number> {
  return sql<number>`(
    select count(*) from delivery earlier where earlier.event_id = ${eventId} and earlier.target_id = ${targetId})`
}
