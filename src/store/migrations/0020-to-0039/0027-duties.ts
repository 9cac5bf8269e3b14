import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Work that one of several processes does at a time, and which of them does it until when. */
export function duties({ integer, keyedTableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('duty')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('owner', 'text', (column) => column.notNull())
        .addColumn('until', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('duty_key', ['name'])
        .modifyEnd(keyedTableEnd)
        .execute()
    },
  }
}
