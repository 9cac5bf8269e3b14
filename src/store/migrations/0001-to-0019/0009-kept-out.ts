import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** What sources sent that became no event, and since when they are refused. */
export function keptOut({ integer, keyedTableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('kept_out')
        .addColumn('source_id', integer, (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('count', integer, (column) => column.notNull())
        .addColumn('last_at', integer, (column) => column.notNull())
        .addColumn('example', 'text')
        .addPrimaryKeyConstraint('kept_out_key', ['source_id', 'reason'])
        .modifyEnd(keyedTableEnd)
        .execute()
      await db.schema.alterTable('source').addColumn('refused_since', integer).execute()
      await db.schema.alterTable('source').addColumn('last_refused_at', integer).execute()
    },
  }
}
