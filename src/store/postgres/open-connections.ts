import type { Kysely } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import { assertWhole } from '../move/move-progress.ts'
import type { Schema } from '../schema.ts'
import { ALWAYS, NEVER_THROUGH } from './connection-settings.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { ReconnectingPool } from './reconnecting-pool.ts'
import type { ServerAddress } from './server-address.ts'

/** Connections for the API and the console. */
const SHARED = 8

/** Connections for what is read by its key, and never waits behind a list. */
const FOR_LOOK_UPS = 4

/** Connections for users, members, robots and sessions, by which callers are known. */
const FOR_CALLERS = 3

/** A log-in that waits longer for a locked user is refused, so that those of others go on. */
const CALLERS: Readonly<Record<string, string>> = { ...ALWAYS, lock_timeout: '2s' }

/** The pool that all statements but the hot ones, look-ups and those about callers share. */
export function openSharedPool(address: ServerAddress, clock: Clock): ReconnectingPool {
  return new ReconnectingPool({ address, purpose: 'api', maxConnections: SHARED, clock })
}

/** The pool of look-ups, for which events and deliveries wait. */
export function openLookUpPool(address: ServerAddress, clock: Clock): ReconnectingPool {
  return new ReconnectingPool({
    address,
    purpose: 'look-ups',
    maxConnections: FOR_LOOK_UPS,
    settings: NEVER_THROUGH,
    clock,
  })
}

/** The pool of callers: what a crowd of log-ins waits for, and nothing else. */
export function openCallersPool(address: ServerAddress, clock: Clock): ReconnectingPool {
  return new ReconnectingPool({
    address,
    purpose: 'callers',
    maxConnections: FOR_CALLERS,
    settings: CALLERS,
    clock,
  })
}

/** Kysely on a pool, with the tables of this version. */
export async function openMigrated(pool: ReconnectingPool): Promise<Kysely<Schema>> {
  const db = kyselyOnPool(pool)
  await migratePostgres(db)
  await assertWhole(db)
  return db
}
