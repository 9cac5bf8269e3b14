import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'
import { firstTables } from './0001-first-tables.ts'

/** Every migration in its order. A migration that has been released never changes. */
export function migrations(types: ColumnTypes): Record<string, Migration> {
  return {
    '0001-first-tables': firstTables(types),
  }
}
