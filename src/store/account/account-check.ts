import { type Kysely, sql } from 'kysely'
import {
  type AccountCheck,
  type AccountSnapshot,
  type CheckedAccount,
  nextCheck,
} from '../../domain/delivery/account-check.ts'
import type { Connections } from '../connections.ts'
import { eventsRemovedBelow } from '../retention/removed-totals.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import { ACCOUNT_CHECK } from '../setting-names.ts'
import { SOURCE_COUNTS } from '../striped-totals.ts'
import { IS_REPORTED } from './is-reported.ts'

/** So many of the newest events are counted again by the next check: on PostgreSQL some may be stored after others with higher numbers. */
const AGAIN = 10_000

export function createAccountCheck({ read, lookUp, write, now }: Connections): AccountCheck {
  return {
    async check() {
      const before = await lastCheck(lookUp)
      const after = nextCheck(before, await snapshotOf(read, before?.base ?? 0), now())
      const value = JSON.stringify(after)
      const insert = write.insertInto('setting').values({ name: ACCOUNT_CHECK, value })
      await insert.onConflict((on) => on.column('name').doUpdateSet({ value })).execute()
    },
    async found() {
      const { difference = 0, sinceMs = null } = (await lastCheck(lookUp)) ?? {}
      return { difference, sinceMs }
    },
  }
}

async function lastCheck(lookUp: Kysely<Schema>): Promise<CheckedAccount | null> {
  const query = lookUp.selectFrom('setting').select('value').where('name', '=', ACCOUNT_CHECK)
  const row = await query.executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.value) as CheckedAccount)
}

interface SnapshotRow {
  readonly owed: number
  readonly removed: number
  readonly removed_below: number
  readonly counted: number
  readonly newest: number
  readonly newest_base: number | null
  readonly newest_counted: number
}

/** One statement, so that all of it is true at the same moment. */
async function snapshotOf(read: Kysely<Schema>, base: number): Promise<AccountSnapshot> {
  const newest = sql`(select id, type, source_event_id from event order by id desc limit ${sql.lit(AGAIN)})`
  const [row] = await rowsOf(
    read,
    sql<SnapshotRow>`select
      (select coalesce(sum(received - repeated - merged - kept_out), 0) from ${SOURCE_COUNTS} as counts) as owed,
      (select coalesce(sum(reported), 0) from removed_account) as removed,
      ${eventsRemovedBelow()} as removed_below,
      (select count(*) from event where id > ${base} and ${IS_REPORTED}) as counted,
      (select count(*) from ${newest} as newest) as newest,
      (select min(id) - 1 from ${newest} as newest) as newest_base,
      (select count(*) from ${newest} as newest where ${IS_REPORTED}) as newest_counted`,
  )
  if (row === undefined) throw new Error('a count has no row')
  const isAll = row.newest < AGAIN
  return {
    owed: row.owed,
    removed: row.removed,
    removedBelow: row.removed_below,
    counted: row.counted,
    next: { base: isAll ? 0 : (row.newest_base ?? 0), counted: row.newest_counted },
  }
}
