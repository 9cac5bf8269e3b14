import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Payloads whose template has yet to be run. */
export function unrenderedPayloads({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const alter = db.schema.alterTable('payload')
      await alter.addColumn('unrendered', integer, (column) => column.notNull().defaultTo(0)).execute()
    },
  }
}
