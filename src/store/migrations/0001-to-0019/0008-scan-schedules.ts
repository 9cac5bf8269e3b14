import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** How far the scans on a schedule are in each project. */
export function scanSchedules({ integer, keyedTableEnd }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('scan_round')
        .addColumn('project_id', integer, (column) => column.primaryKey().notNull())
        .addColumn('started_at', integer, (column) => column.notNull())
        .addColumn('after_repository', 'text')
        .addColumn('after_digest', 'text')
        .addColumn('is_over', integer, (column) => column.notNull())
        .modifyEnd(keyedTableEnd)
        .execute()
    },
  }
}
