import { sql } from 'kysely'
import type { LoginTries, Tries } from '../../domain/people/login-tries.ts'
import type { Connections, Writing } from '../connections.ts'

/** Name of the lock under which tries are counted. */
const LOGIN_TRIES = 'login tries'
/** As long as the longest wait, and as long again after it. */
const KEPT_MS = 30 * 60_000
const SWEEP_EVERY_MS = 60_000
/** Beyond so many rows those go that count least: an attack from very many addresses fills no disk. */
const MAX_ROWS = 50_000
/** Keys that one statement asks for: each is a parameter. */
const SLICE = 1000

/** Counts of tries to log in. */
export function createLoginTries({ read, write, lock, now }: Connections): LoginTries {
  let sweptAtMs = now()
  return {
    of: (keys) => readTries(read, keys),
    change: (keys, change) =>
      write.transaction().execute(async (transaction) => {
        await lock(transaction, LOGIN_TRIES)
        const stored = await readTries(transaction, keys)
        const tries = new Map(stored)
        change(tries)
        await storeTries(transaction, stored, tries)
        if (now() - sweptAtMs < SWEEP_EVERY_MS) return
        sweptAtMs = now()
        await sweep(transaction, sweptAtMs)
      }),
  }
}

async function readTries(
  read: Connections['read'],
  keys: readonly string[],
): Promise<ReadonlyMap<string, Tries>> {
  const tries = new Map<string, Tries>()
  for (let from = 0; from < keys.length; from += SLICE) {
    const query = read
      .selectFrom('login_try')
      .selectAll()
      .where('key', 'in', keys.slice(from, from + SLICE))
    for (const { key, count, last_at: lastMs } of await query.execute()) tries.set(key, { count, lastMs })
  }
  return tries
}

async function storeTries(
  transaction: Writing,
  before: ReadonlyMap<string, Tries>,
  after: ReadonlyMap<string, Tries>,
): Promise<void> {
  const gone = [...before.keys()].filter((key) => !after.has(key))
  for (let from = 0; from < gone.length; from += SLICE)
    await transaction
      .deleteFrom('login_try')
      .where('key', 'in', gone.slice(from, from + SLICE))
      .execute()
  const rows = [...after]
    .filter(([key, tries]) => before.get(key) !== tries)
    .map(([key, { count, lastMs }]) => ({ key, count, last_at: lastMs }))
  for (let from = 0; from < rows.length; from += SLICE)
    await transaction
      .insertInto('login_try')
      .values(rows.slice(from, from + SLICE))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({
          count: eb.ref('excluded.count'),
          last_at: eb.ref('excluded.last_at'),
        })),
      )
      .execute()
}

async function sweep(transaction: Writing, nowMs: number): Promise<void> {
  await transaction
    .deleteFrom('login_try')
    .where('last_at', '<=', nowMs - KEPT_MS)
    .execute()
  await sql`delete from login_try where key in (
    select key from login_try order by count desc, last_at desc limit 1000000000 offset ${sql.lit(MAX_ROWS)})`.execute(
    transaction,
  )
}
