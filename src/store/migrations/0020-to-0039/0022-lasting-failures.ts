import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/**
 * Since when the breaker of a target is open, and why; the index leads to its retries, past all that waits for their result. And when
 * Bellbuoy disabled a policy, and why.
 */
export function lastingFailures({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('target').addColumn('unreachable_since', integer).execute()
      await db.schema.alterTable('target').addColumn('unreachable_reason', 'text').execute()
      const begun = db.schema.createIndex('delivery_begun').on('delivery').columns(['target_id', 'due_at'])
      await begun
        .where(sql.ref('state'), '=', sql.lit('pending'))
        .where(sql.ref('attempts'), '>', sql.lit(0))
        .execute()
      await db.schema.alterTable('policy').addColumn('auto_disabled_at', integer).execute()
      await db.schema.alterTable('policy').addColumn('auto_disabled_reason', 'text').execute()
    },
  }
}
