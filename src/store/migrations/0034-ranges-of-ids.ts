import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Payloads and attempts lie in ranges of their ids on PostgreSQL: those that are there in the first one. */
export function rangesOfIds({ ranges }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await ranges?.divideTables(db)
    },
  }
}
