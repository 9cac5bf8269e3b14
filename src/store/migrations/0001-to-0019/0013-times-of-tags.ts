import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** When tags moved and manifests were pushed, by the registry's times; events that were reported late; deleted names by their age. */
export function timesOfTags({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const [table, at, by] of [
        ['tag', 'moved_at', 'moved_by'],
        ['manifest', 'pushed_at', 'pushed_by'],
      ] as const) {
        await db.schema
          .alterTable(table)
          .addColumn(at, integer, (column) => column.notNull().defaultTo(0))
          .execute()
        await db.schema.alterTable(table).addColumn(by, 'text').execute()
      }
      await db.schema.alterTable('event').addColumn('late', integer).execute()
      const deleted = db.schema.createIndex('tag_deleted').on('tag').column('deleted_at')
      await deleted.where(sql.ref('deleted_at'), 'is not', null).execute()
    },
  }
}
