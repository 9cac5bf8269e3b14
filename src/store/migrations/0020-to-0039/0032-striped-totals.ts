import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { SchemaStep } from '../runner/schema-step.ts'

/**
 * Rows that add to the totals of sources and policies, one for each transaction that runs at the same time. A process of the version
 * before goes on adding to the totals themselves, but does not see what others add: its account would not balance.
 */
export function stripedTotals(types: ColumnTypes): SchemaStep {
  return {
    worksFrom: null,
    async up(db: Kysely<unknown>) {
      await createStripes(db, types, 'source_account', {
        key: { source_id: types.integer },
        sums: ['received', 'repeated', 'merged', 'kept_out'],
      })
      await createStripes(db, types, 'kept_out', {
        key: { source_id: types.integer, reason: sql`text` },
        sums: ['count', 'last_at'],
      })
      await createStripes(db, types, 'last_trigger', {
        key: { policy_id: types.integer, event_type: sql`text` },
        sums: ['at', 'deliveries'],
      })
    },
  }
}

interface Columns {
  readonly key: Readonly<Record<string, ColumnTypes['integer']>>
  readonly sums: readonly string[]
}

async function createStripes(
  db: Kysely<unknown>,
  { integer, keyedTableEnd }: ColumnTypes,
  total: string,
  { key, sums }: Columns,
): Promise<void> {
  let table = db.schema.createTable(`${total}_stripe`).modifyEnd(keyedTableEnd)
  for (const [name, type] of Object.entries(key))
    table = table.addColumn(name, type, (column) => column.notNull())
  for (const name of ['stripe', ...sums]) table = table.addColumn(name, integer, (column) => column.notNull())
  const names = [...Object.keys(key), 'stripe']
  await table.addPrimaryKeyConstraint(`${total}_stripe_key`, names as never[]).execute()
}
