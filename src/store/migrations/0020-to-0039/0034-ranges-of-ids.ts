import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * Payloads and attempts lie in ranges of their ids on PostgreSQL: those that are there in the first one. Statements of older versions find
 * both by their names, as before.
 */
export function rangesOfIds({ ranges }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0032-striped-totals',
    async up(db: Kysely<unknown>) {
      await ranges?.divideTables(db)
    },
  }
}
