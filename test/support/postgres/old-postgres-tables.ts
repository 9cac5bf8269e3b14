import { Migrator } from 'kysely/migration'
import { systemClock } from '../../../src/domain/clock.ts'
import { postgresColumnTypes } from '../../../src/store/migrations/column-types.ts'
import { migrations } from '../../../src/store/migrations/migrations.ts'
import { byteOrder } from '../../../src/store/postgres/byte-order.ts'
import { kyselyOnPool } from '../../../src/store/postgres/kysely-on-pool.ts'
import { openSharedPool } from '../../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../../src/store/postgres/server-address.ts'

/** Creates the tables of an earlier version, which its last migration names, in an empty database. */
export async function createOldPostgresTables(url: string, version: string): Promise<void> {
  await using pool = openSharedPool(serverAddress(url), systemClock)
  const db = kyselyOnPool(pool).withPlugin(byteOrder)
  const provider = { getMigrations: () => Promise.resolve(migrations(postgresColumnTypes)) }
  const { error } = await new Migrator({ db, provider }).migrateTo(version)
  if (error !== undefined) throw new Error(`no database of ${version}`, { cause: error })
}
