import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** The audit log names what was changed by its number too, and says how many deliveries a change sent or stopped. */
export function auditedThings({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const name of ['resource_id', 'done'])
        await db.schema.alterTable('audit').addColumn(name, integer).execute()
    },
  }
}
