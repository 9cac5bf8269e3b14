import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from './column-types.ts'

/** Since when the breaker of a target is open, and why. The index leads to its retries, past all that waits for their result. */
export function unreachableTargets({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('target').addColumn('unreachable_since', integer).execute()
      await db.schema.alterTable('target').addColumn('unreachable_reason', 'text').execute()
      const begun = db.schema.createIndex('delivery_begun').on('delivery').columns(['target_id', 'due_at'])
      await begun
        .where(sql.ref('state'), '=', sql.lit('pending'))
        .where(sql.ref('attempts'), '>', sql.lit(0))
        .execute()
    },
  }
}
