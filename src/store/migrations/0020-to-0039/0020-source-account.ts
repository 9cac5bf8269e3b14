import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** What each source reported, and what became of it. It begins with the events that are stored. */
export function sourceAccount({ integer, keyedTableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('source_account')
        .addColumn('source_id', integer, (column) => column.primaryKey().notNull())
        .addColumn('received', integer, (column) => column.notNull())
        .addColumn('repeated', integer, (column) => column.notNull())
        .addColumn('merged', integer, (column) => column.notNull())
        .addColumn('kept_out', integer, (column) => column.notNull())
        .modifyEnd(keyedTableEnd)
        .execute()
      await sql`
        insert into source_account (source_id, received, repeated, merged, kept_out)
        select source_id, count(*), 0, 0, 0 from event
        where not (type = 'CREATE_TAG' and source_event_id like '%#tag')
          and not (type in ('QUOTA_WARNING', 'QUOTA_EXCEED') and source_event_id like '%#quota')
        group by source_id`.execute(db)
    },
  }
}
