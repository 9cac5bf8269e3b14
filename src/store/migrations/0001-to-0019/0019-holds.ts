import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** The deliveries of a project, or all, can be held; the age of a delivery leaves out the time under a hold. */
export function holds({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('hold')
        .addColumn('project_id', integer, (column) => column.primaryKey())
        .addColumn('held_at', integer, (column) => column.notNull())
        .addColumn('held_by', 'text', (column) => column.notNull())
        .execute()
      await db.schema.alterTable('target').addColumn('held_from', integer).execute()
      const heldMs = db.schema.alterTable('target')
      await heldMs.addColumn('held_ms', integer, (column) => column.notNull().defaultTo(0)).execute()
      await sql`update target set held_from = paused_at where paused_at is not null`.execute(db)
      await db.schema.dropIndex('delivery_waiting').execute()
      const waiting = db.schema.createIndex('delivery_waiting').on('delivery')
      await waiting
        .columns(['target_id', 'aged_from'])
        .where(sql.ref('state'), '=', sql.lit('pending'))
        .execute()
    },
  }
}
