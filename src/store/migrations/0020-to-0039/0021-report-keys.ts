import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/**
 * Recognises repeats by the time of the report before the id: registries hand out random ids, and by those alone each event changes a page
 * of the index that no other event changes.
 */
export function reportKeys({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('event')
        .addColumn('reported_at', integer, (column) => column.notNull().defaultTo(0))
        .execute()
      await sql`update event set reported_at = occurred_at
        where source_id in (select id from source where kind in ('distribution', 'zot', 'harbor'))`.execute(
        db,
      )
      await db.schema.dropIndex('event_told_once').execute()
      const index = db.schema.createIndex('event_report').unique().on('event')
      await index.columns(['source_id', 'reported_at', 'source_event_id']).execute()
    },
  }
}
