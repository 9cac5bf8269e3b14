import type { Kysely } from 'kysely'
import { systemClock } from '../../domain/clock.ts'
import { assertMigrated } from '../migrate.ts'
import { postgresColumnTypes } from '../migrations/column-types.ts'
import type { Schema } from '../schema.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { ReconnectingPool } from './reconnecting-pool.ts'
import { serverAddress } from './server-address.ts'

/**
 * Opens a database for a small change, also while servers use it.
 *
 * @throws Error when it cannot be reached, or when it is no database of this version
 */
export async function openPostgresForUpkeep(
  databaseUrl: string,
): Promise<{ readonly db: Kysely<Schema> } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const address = serverAddress(databaseUrl)
  const pool = new ReconnectingPool({ address, purpose: 'upkeep', maxConnections: 1, clock: systemClock })
  const db = kyselyOnPool(opening.use(pool))
  await assertMigrated(db, postgresColumnTypes)
  const opened = opening.move()
  return { db, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
