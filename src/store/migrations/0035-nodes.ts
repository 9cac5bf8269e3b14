import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'
import type { SchemaStep } from './runner/schema-step.ts'

/** The processes on a database, and the newest step of its tables that each knows. */
export function nodes({ integer, keyedTableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0031-transaction-marks',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('node')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('knows', 'text', (column) => column.notNull())
        .addColumn('seen_at', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('node_key', ['name'])
        .modifyEnd(keyedTableEnd)
        .execute()
    },
  }
}
