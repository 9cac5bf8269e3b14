import { type Kysely, sql } from 'kysely'
import type { Duties } from '../../../domain/duties.ts'
import { RANGED_TABLES, type RangedTable, restOf } from '../../migrations/ranges/ranged-table.ts'
import type { Writing } from '../../connections.ts'
import type { Schema } from '../../schema.ts'
import { addRange, addRestAsRange, changeRanges } from './change-ranges.ts'
import { rangeSize } from './range-size.ts'
import { type Ranges, readRanges } from './read-ranges.ts'

/** Empty ranges that are there before they are needed. */
const AHEAD = 2
const DUTY = 'ranges'
const DUTY_MS = 60_000

/**
 * Creates the next ranges of each table before ids reach them. What lies outside of all ranges, since no process was there in time, becomes
 * one. Where locks cannot be had soon, it leaves the work to a later call.
 */
export async function keepRangesAhead(db: Kysely<Schema>, duties: Duties): Promise<void> {
  const wanting: RangedTable[] = []
  for (const table of RANGED_TABLES) if (!isAhead(await readRanges(db, table))) wanting.push(table)
  if (wanting.length === 0 || (await duties.take(DUTY, DUTY_MS)) !== null) return
  try {
    for (const table of wanting) {
      const size = await rangeSize(db, table)
      if (await changeRanges(db, (transaction) => extend(transaction, table, size))) await analyze(db, table)
    }
  } finally {
    await duties.leave(DUTY)
  }
}

function isAhead({ all, lastId, isRestUsed }: Ranges): boolean {
  return !isRestUsed && all.filter(({ from }) => (from ?? 0) > lastId).length >= AHEAD
}

async function extend(transaction: Writing, table: RangedTable, size: number): Promise<void> {
  const { all, lastId, isRestUsed } = await readRanges(transaction, table)
  let end = all.at(-1)?.below ?? 0
  let ahead = all.filter(({ from }) => (from ?? 0) > lastId).length
  const lastInRest = isRestUsed ? await lastOfRest(transaction, table, all[0]?.from ?? 0) : null
  if (lastInRest !== null) {
    const below = Math.max(end, lastId, lastInRest) + size
    await addRestAsRange(transaction, table, { from: end, below })
    end = below
    ahead = 0
  }
  for (; ahead < AHEAD; ahead++, end += size)
    await addRange(transaction, table, { from: end, below: end + size })
}

/**
 * The last id that lies outside of all ranges. What is older than the first range is forgotten: an attempt that a process recorded so late
 * that those of its time have been removed.
 */
async function lastOfRest(transaction: Writing, table: RangedTable, first: number): Promise<number | null> {
  const [rest, id] = [sql.table(restOf(table)), sql.ref(table.column)]
  await sql`delete from ${rest} where ${id} < ${first}`.execute(transaction)
  const { rows } = await sql<{ last: number | null }>`select max(${id}) as last from ${rest}`.execute(
    transaction,
  )
  return rows[0]?.last ?? null
}

/** PostgreSQL looks at the rows of each range by itself, and never at the table that they are ranges of. */
async function analyze(db: Kysely<Schema>, { name }: RangedTable): Promise<void> {
  await changeRanges(db, async (transaction) => {
    await sql`set local statement_timeout = 0`.execute(transaction)
    await sql`analyze ${sql.table(name)}`.execute(transaction)
  })
}
