import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Payloads and attempts get a limit to their ids, where they are many: on PostgreSQL, to lie in ranges of them. */
export function limitsOfIds({ ranges }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await ranges?.limitIds(db)
    },
  }
}
