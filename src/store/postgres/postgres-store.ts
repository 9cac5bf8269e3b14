import type { Clock } from '../../domain/clock.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Store } from '../../domain/store.ts'
import type { Connections } from '../connections.ts'
import { createKyselyStore } from '../kysely-store.ts'
import { openServiceClock } from '../open-service-clock.ts'
import { HotWriter } from './hot-writer.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { openLookUpPool, openMigrated, openSharedPool } from './open-connections.ts'
import { isUniqueViolation } from './postgres-fault.ts'
import { lockInPostgres } from './postgres-lock.ts'
import { postgresQueue } from './postgres-queue.ts'
import { serverAddress } from './server-address.ts'

export interface PostgresStoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/NAME`; see `serverAddress`. */
  readonly databaseUrl: string
  readonly secrets: SecretBox
  readonly clock: Clock
  /** How much of a stop counts in the ages of deliveries, at the most. */
  readonly longestStopMs: number
  /** What the global switch is until someone sets it. */
  readonly notificationsInitiallyEnabled: boolean
}

/**
 * Opens the store on a PostgreSQL database, creating or migrating its tables. Any number of processes may have it open.
 *
 * @throws BellbuoyError `UNAVAILABLE` when the server cannot be reached
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { databaseUrl, secrets, clock, longestStopMs, notificationsInitiallyEnabled } = options
  const address = serverAddress(databaseUrl)
  await using opening = new AsyncDisposableStack()
  const shared = opening.use(openSharedPool(address, clock))
  const db = await openMigrated(shared)
  const lookUp = kyselyOnPool(opening.use(openLookUpPool(address, clock)))
  const serviceClock = await openServiceClock(db, clock, longestStopMs)
  const hot = opening.use(new HotWriter({ address, clock }))
  const connections: Connections = {
    read: db,
    lookUp,
    write: db,
    lock: lockInPostgres,
    finishStops: () => hot.finishStops(),
    now: () => clock.now(),
    serviceNow: () => serviceClock.now(),
    isUniqueViolation,
  }
  const opened = opening.move()
  return {
    writeFault: () => hot.writeFault(serviceClock),
    queue: postgresQueue({ hot, read: lookUp, serviceClock }),
    ...createKyselyStore(connections, { secrets, notificationsInitiallyEnabled }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
