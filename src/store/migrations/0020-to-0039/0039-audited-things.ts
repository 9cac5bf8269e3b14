import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * The audit log names what was changed by its number too, and says how many deliveries a change sent or stopped. Entries of older
 * versions say neither.
 */
export function auditedThings({ integer }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0037-redelivered-as',
    async up(db: Kysely<unknown>) {
      for (const name of ['resource_id', 'done'])
        await db.schema.alterTable('audit').addColumn(name, integer).execute()
    },
  }
}
