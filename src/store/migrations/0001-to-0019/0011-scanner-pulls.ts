import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** By what the pulls of a scanner are recognised. */
export function scannerPulls(_: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const name of ['pull_account', 'pull_user_agent'])
        await db.schema
          .alterTable('scanner')
          .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
          .execute()
    },
  }
}
