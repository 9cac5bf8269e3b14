import { type Kysely, sql } from 'kysely'
import { systemClock } from '../../domain/clock.ts'
import { assertMigrated } from '../migrate.ts'
import { postgresColumnTypes } from '../migrations/column-types.ts'
import type { MoveSource, MoveTarget } from '../move/move-end.ts'
import type { Schema } from '../schema.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { postgresCatalog } from './postgres-catalog.ts'
import { lockInPostgres } from './postgres-lock.ts'
import { ReconnectingPool } from './reconnecting-pool.ts'
import { serverAddress } from './server-address.ts'

/**
 * Opens a database to copy it; it is only read, and a server that starts on it meanwhile waits.
 *
 * @throws Error when it cannot be reached, when servers use it, or when it is no database of this version
 */
export async function openPostgresSource(databaseUrl: string): Promise<MoveSource> {
  await using opening = new AsyncDisposableStack()
  const db = kyselyOnPool(opening.use(poolFor(databaseUrl)))
  const read = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  opening.defer(() => read.rollback().execute())
  await postgresCatalog.unhurried(read)
  await assertMigrated(read, postgresColumnTypes)
  await lockInPostgres(read, 'migration')
  await assertUnused(read)
  const opened = opening.move()
  return { read, catalog: postgresCatalog, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/**
 * Opens a database to fill it, or to prepare what was restored, and brings its tables up to this version.
 *
 * @throws Error when it cannot be reached, or when servers use it
 */
export async function openPostgresTarget(databaseUrl: string): Promise<MoveTarget> {
  await using opening = new AsyncDisposableStack()
  const write = kyselyOnPool(opening.use(poolFor(databaseUrl)))
  await assertUnused(write)
  await migratePostgres(write)
  const opened = opening.move()
  return {
    write,
    lock: lockInPostgres,
    catalog: postgresCatalog,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

const PURPOSE = 'move'

function poolFor(databaseUrl: string): ReconnectingPool {
  const address = serverAddress(databaseUrl)
  return new ReconnectingPool({ address, purpose: PURPOSE, maxConnections: 1, clock: systemClock })
}

/** The connections of a server say what they are for. */
async function assertUnused(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<object>`select 1 from pg_stat_activity
    where datname = current_database() and application_name like 'bellbuoy %'
      and application_name not in ('bellbuoy audit', ${`bellbuoy ${PURPOSE}`})`.execute(db)
  if (rows.length > 0)
    throw new Error('the database is in use by another Bellbuoy process: stop all that use it')
}
