import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/** What their sources called events that have been removed, so that a second report of one is still recognised; and when each was removed. */
export function keysOfRemovedEvents({ integer, keyedTableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('report_key')
        .addColumn('source_id', integer, (column) => column.notNull())
        .addColumn('reported_at', integer, (column) => column.notNull())
        .addColumn('source_event_id', 'text', (column) => column.notNull())
        .addColumn('removed_at', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('report_key_key', ['source_id', 'reported_at', 'source_event_id'])
        .modifyEnd(keyedTableEnd)
        .execute()
      await db.schema.createIndex('report_key_removed').on('report_key').column('removed_at').execute()
    },
  }
}
