import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * Each delivery names the one that followed it, of its event to its target; an index has the failures that none followed. Older versions
 * would send again without naming the successor, and all writers wait for the rows and the index.
 */
export function redeliveredAs({ integer }: ColumnTypes): SchemaStep {
  return {
    worksFrom: null,
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('delivery').addColumn('redelivered_as', integer).execute()
      await sql`
        update delivery set redelivered_as = (
          select min(later.id) from delivery later
          where later.event_id = delivery.event_id and later.target_id = delivery.target_id and later.id > delivery.id)
        where event_id in (
          select event_id from delivery where redelivery is not null or redelivery_of is not null)`.execute(
        db,
      )
      await sql`
        create index delivery_unrecovered on delivery (target_id, id)
        where state in ('error', 'expired') and redelivered_as is null`.execute(db)
    },
  }
}
