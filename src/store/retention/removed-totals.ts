import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { RemovedAccount } from '../../domain/delivery/audit-report.ts'
import type { LossAccount } from '../../domain/delivery/history.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { EVENTS_REMOVED_BELOW } from '../setting-names.ts'

type TotalsRow = Omit<LossAccount, 'pending'> &
  Readonly<Record<'events' | 'deliveries', number>> & { readonly last: number | null }

/** What the events came to that are removed. */
export async function removedTotals(read: Kysely<Schema>): Promise<RemovedAccount> {
  const sum = (name: keyof TotalsRow) => sql`coalesce(sum(${sql.ref(name)}), 0) as ${sql.ref(name)}`
  const [row] = await rowsOf(
    read,
    sql<TotalsRow>`select ${sql.join(SUMS.map(sum))}, max(last_accepted_at) as last from removed_account`,
  )
  if (row === undefined) throw new Error('a sum has no row')
  const { events, deliveries, last, ...parts } = row
  return { events, deliveries, account: { ...parts, pending: 0 }, acceptedUpToMs: last }
}

const SUMS = [
  'events',
  'deliveries',
  'accepted',
  'delivered',
  'failed',
  'stopped',
  'expired',
  'filtered',
  'merged',
] as const satisfies readonly (keyof TotalsRow)[]

/** The number below which events may have been removed, as a scalar. */
export function eventsRemovedBelow(): RawBuilder<number> {
  return sql<number>`coalesce((select cast(value as bigint) from setting where name = ${EVENTS_REMOVED_BELOW}), 0)`
}
