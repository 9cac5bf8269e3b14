import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/** Legal holds: what they keep from removal, who placed them and why; those that have been lifted stay on record. */
export function legalHolds({ integer, id, generatedId, tableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('legal_hold')
        .addColumn('id', id, generatedId)
        .addColumn('project_id', integer)
        .addColumn('event_id', integer)
        .addColumn('from_at', integer)
        .addColumn('until_at', integer)
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('placed_at', integer, (column) => column.notNull())
        .addColumn('placed_by', 'text', (column) => column.notNull())
        .addColumn('lifted_at', integer)
        .addColumn('lifted_by', 'text')
        .modifyEnd(tableEnd)
        .execute()
    },
  }
}
