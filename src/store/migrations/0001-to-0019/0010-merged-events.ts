import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Held events remember their client, and an event that turned out to be a part of another one names that. */
export function mergedEvents(_: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('event').addColumn('held_client', 'text').execute()
      await db.schema.alterTable('event').addColumn('merged_into', 'text').execute()
    },
  }
}
