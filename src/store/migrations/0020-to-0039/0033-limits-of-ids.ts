import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * Payloads and attempts get a limit to their ids, where they are many: on PostgreSQL, to lie in ranges of them. The limits are far beyond
 * the ids that older versions give out meanwhile.
 */
export function limitsOfIds({ ranges }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0032-striped-totals',
    async up(db: Kysely<unknown>) {
      await ranges?.limitIds(db)
    },
  }
}
