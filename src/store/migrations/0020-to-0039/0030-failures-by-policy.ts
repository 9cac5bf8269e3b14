import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { ColumnTypes } from '../column-types.ts'

/** Failed deliveries of a policy by the time of their end, and a success that was found among its deliveries. */
export function failuresByPolicy({ integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('policy').addColumn('succeeded_at', integer).execute()
      await sql`
        create index delivery_failed on delivery (policy_id, ended_at)
        where state in ('error', 'expired') and attempts > 0`.execute(db)
    },
  }
}
