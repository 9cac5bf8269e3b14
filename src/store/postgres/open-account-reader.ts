import { systemClock } from '../../domain/clock.ts'
import type { AccountReader } from '../../domain/delivery/account-reader.ts'
import { createAccountReader } from '../account/account-reader.ts'
import { assertWorkable } from '../migrate.ts'
import { postgresColumnTypes } from '../migrations/column-types.ts'
import { migrations } from '../migrations/migrations.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { ReconnectingPool } from './reconnecting-pool.ts'
import { serverAddress } from './server-address.ts'

/**
 * Opens a database for the audit, also while servers have it open. All reads see the moment of the first one.
 *
 * @throws Error when the server cannot be reached, or it is no database of Bellbuoy, or one that this version does not work on
 */
export async function openAccountReader(databaseUrl: string): Promise<AccountReader & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const address = serverAddress(databaseUrl)
  const pool = opening.use(
    new ReconnectingPool({
      address,
      purpose: 'audit',
      maxConnections: 1,
      clock: systemClock,
    }),
  )
  const db = kyselyOnPool(pool)
  const read = await db.startTransaction().setIsolationLevel('repeatable read').execute()
  opening.defer(() => read.rollback().execute())
  await assertWorkable(read, migrations(postgresColumnTypes))
  const opened = opening.move()
  return { ...createAccountReader(read), [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
