import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Deliveries that a person asked for once more are numbered, for each event and target. */
export function redeliveryNumbers({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('delivery').addColumn('redelivery', integer).execute()
      await sql`
        update delivery set redelivery = (
          select count(*) from delivery earlier
          where earlier.event_id = delivery.event_id and earlier.target_id = delivery.target_id and earlier.id < delivery.id)
        where redelivery_of is not null`.execute(db)
    },
  }
}
