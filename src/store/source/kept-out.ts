import { sql } from 'kysely'
import {
  type KeptOutAccount,
  type KeptOutChange,
  type KeptOutReason,
  MAX_REASONS,
  OTHER_REASONS,
} from '../../domain/registry/kept-out.ts'
import type { Connections, Writing } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { KEPT_OUT } from '../striped-totals.ts'
import type { KeptOutTable } from './source-tables.ts'

type KeptOutRow = Omit<KeptOutTable, 'source_id'>

export function createKeptOut({ read, write }: Connections): KeptOutAccount {
  return {
    async add(changes) {
      await write.transaction().execute(async (transaction) => {
        for (const change of changes) {
          await addReasons(transaction, change)
          await setRefusals(transaction, change)
        }
      })
    },
    async of(sourceId) {
      const found = await rowsOf(
        read,
        sql<KeptOutRow>`select reason, sum(count) as count, max(last_at) as last_at, max(example) as example
          from ${KEPT_OUT} as entries where source_id = ${sourceId} group by reason order by last_at desc, reason`,
      )
      return found.map(({ reason, count, last_at, example }) => ({
        reason,
        count,
        lastAtMs: last_at,
        example,
      }))
    },
  }
}

async function addReasons(transaction: Writing, { sourceId, reasons }: KeptOutChange): Promise<void> {
  const rows = sql<{
    reason: string
  }>`select reason from ${KEPT_OUT} as entries where source_id = ${sourceId}`
  const known = new Set((await rowsOf(transaction, rows)).map(({ reason }) => reason))
  for (const entry of reasons) {
    const reason = known.has(entry.reason) || known.size < MAX_REASONS ? entry.reason : OTHER_REASONS
    known.add(reason)
    await addReason(transaction, sourceId, { ...entry, reason })
  }
}

async function addReason(
  transaction: Writing,
  sourceId: number,
  { reason, count, lastAtMs, example }: KeptOutReason,
): Promise<void> {
  await transaction
    .insertInto('kept_out')
    .values({ source_id: sourceId, reason, count, last_at: lastAtMs, example })
    .onConflict((same) =>
      same.columns(['source_id', 'reason']).doUpdateSet((row) => ({
        count: sql`${row.ref('kept_out.count')} + ${row.ref('excluded.count')}`,
        last_at: row.ref('excluded.last_at'),
        example: row.fn.coalesce('excluded.example', 'kept_out.example'),
      })),
    )
    .execute()
}

/** Refusals go on from the stored ones, unless a notification was accepted between them. */
async function setRefusals(
  transaction: Writing,
  { sourceId, hasAccepted, refusals }: KeptOutChange,
): Promise<void> {
  const source = transaction.updateTable('source').where('id', '=', sourceId)
  if (hasAccepted)
    await source
      .set({ refused_since: refusals?.sinceMs ?? null, last_refused_at: refusals?.lastMs ?? null })
      .execute()
  else if (refusals !== null)
    await source
      .set((row) => ({
        refused_since: row.fn.coalesce('refused_since', row.val(refusals.sinceMs)),
        last_refused_at: refusals.lastMs,
      }))
      .execute()
}
