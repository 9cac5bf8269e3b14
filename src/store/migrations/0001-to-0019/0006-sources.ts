import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Settings of sources, when each last told something, and sources that are gone but whose events stay. */
export function sources({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const alter = db.schema.alterTable('source')
      await alter.addColumn('settings_json', 'text', (column) => column.notNull().defaultTo('{}')).execute()
      await db.schema.alterTable('source').addColumn('secret_settings', 'text').execute()
      await db.schema.alterTable('source').addColumn('last_event_at', integer).execute()
      await db.schema.alterTable('source').addColumn('deleted_at', integer).execute()
      await db.schema.dropIndex('source_name').execute()
      const named = db.schema.createIndex('source_name').unique().on('source').column('name')
      await named.where(sql.ref('deleted_at'), 'is', null).execute()
    },
  }
}
