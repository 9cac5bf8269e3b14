import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** What waits for a target is stopped in slices: up to which delivery, and why. */
export function stopsInSlices({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('target').addColumn('stop_up_to', integer).execute()
      await db.schema.alterTable('target').addColumn('stop_reason', 'text').execute()
      const stopping = db.schema.createIndex('target_stopping').on('target').column('id')
      await stopping.where(sql.ref('stop_up_to'), 'is not', null).execute()
    },
  }
}
