import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

const SUMS = [
  'events',
  'reported',
  'deliveries',
  'accepted',
  'delivered',
  'failed',
  'stopped',
  'expired',
  'filtered',
  'merged',
  'last_accepted_at',
]

/**
 * What events that are removed came to, so that totals stay whole. A database that has events by now keeps them until somebody sets a limit: it
 * was filled when there was none.
 */
export function removedEvents({ integer, keyedTableEnd }: ColumnTypes): SchemaStep {
  return {
    worksFrom: '0039-audited-things',
    async up(db: Kysely<unknown>) {
      let account = db.schema.createTable('removed_account').modifyEnd(keyedTableEnd)
      for (const name of ['source_id', 'project_id', ...SUMS])
        account = account.addColumn(name, integer, (column) => column.notNull())
      await account
        .addPrimaryKeyConstraint('removed_account_key', ['source_id', 'project_id'] as never[])
        .execute()
      await db.schema
        .createTable('removed_trigger')
        .addColumn('policy_id', integer, (column) => column.notNull())
        .addColumn('event_type', 'text', (column) => column.notNull())
        .addColumn('deliveries', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('removed_trigger_key', ['policy_id', 'event_type'])
        .modifyEnd(keyedTableEnd)
        .execute()
      await sql`insert into setting (name, value)
        select 'retention_unless_set', 'keep' where exists (select 1 from event)`.execute(db)
    },
  }
}
