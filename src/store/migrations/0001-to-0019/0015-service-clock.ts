import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** The age of a delivery counts by the service clock, which begins with the time of the system. */
export function serviceClock({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('delivery').addColumn('aged_from', integer).execute()
      await sql`update delivery set aged_from = created_at where state in ('pending', 'running')`.execute(db)
      await db.schema.dropIndex('delivery_waiting').execute()
      const waiting = db.schema.createIndex('delivery_waiting').on('delivery').column('aged_from')
      await waiting.where(sql.ref('state'), '=', sql.lit('pending')).execute()
    },
  }
}
