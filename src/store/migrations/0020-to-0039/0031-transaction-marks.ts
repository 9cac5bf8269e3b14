import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** The last transaction that each connection of PostgreSQL has committed: whether a commit happened whose answer was lost. */
export function transactionMarks({ integer, keyedTableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('transaction_mark')
        .addColumn('connection', 'text', (column) => column.notNull())
        .addColumn('number', integer, (column) => column.notNull())
        .addColumn('marked_at', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('transaction_mark_key', ['connection'])
        .modifyEnd(keyedTableEnd)
        .execute()
    },
  }
}
