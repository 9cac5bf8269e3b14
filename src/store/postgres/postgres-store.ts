import type { Clock } from '../../domain/clock.ts'
import type { NoteCommit } from '../../domain/delivery/commit.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Store } from '../../domain/store.ts'
import type { Connections } from '../connections.ts'
import { createKyselyStore } from '../kysely-store.ts'
import { postgresColumnTypes } from '../migrations/column-types.ts'
import { migrations } from '../migrations/migrations.ts'
import { newestOf } from '../migrations/runner/schema-step.ts'
import { openServiceClock } from '../clock/open-service-clock.ts'
import { RulesWatch } from '../rules-watch.ts'
import { DatabaseClock } from './nodes/database-clock.ts'
import { HotWriter } from './hot-writer.ts'
import { kyselyOnPool } from './kysely-on-pool.ts'
import { repositoryReader } from './look-ups/repository-reader.ts'
import { tagsReader } from './look-ups/tags-reader.ts'
import { NodeWatch } from './nodes/node-watch.ts'
import { openCallersPool, openLookUpPool, openMigrated, openSharedPool } from './open-connections.ts'
import { join } from './nodes/present-nodes.ts'
import { postgresDuties } from './nodes/postgres-duties.ts'
import { keepRangesAhead } from './ranges/keep-ranges-ahead.ts'
import { isUniqueViolation } from './postgres-fault.ts'
import { lockInPostgres } from './postgres-lock.ts'
import { postgresRetention } from './postgres-retention.ts'
import { postgresQueue } from './postgres-queue.ts'
import { serverAddress } from './server-address.ts'

export interface PostgresStoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/NAME`; see `serverAddress`. */
  readonly databaseUrl: string
  readonly secrets: SecretBox
  readonly clock: Clock
  /** Everything goes by `clock`, for tests that hold it; else by the clock of the server. */
  readonly keepsOwnTime?: boolean
  /** How much of a stop counts in the ages of deliveries, at the most. */
  readonly longestStopMs: number
  /** What the global switch is until someone sets it. */
  readonly notificationsInitiallyEnabled: boolean
  readonly noteCommit?: NoteCommit
}

/**
 * Opens the store on a PostgreSQL database, creating or migrating its tables. Any number of processes may have it open.
 *
 * @throws BellbuoyError `UNAVAILABLE` when the server cannot be reached
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { databaseUrl, secrets, clock: local, longestStopMs, notificationsInitiallyEnabled } = options
  const address = serverAddress(databaseUrl)
  await using opening = new AsyncDisposableStack()
  const shared = opening.use(openSharedPool(address, local))
  const db = await openMigrated(shared)
  const lookUps = opening.use(openLookUpPool(address, local))
  const callersPool = opening.use(openCallersPool(address, local))
  const [lookUp, callers] = [kyselyOnPool(lookUps), kyselyOnPool(callersPool)]
  const steps = migrations(postgresColumnTypes)
  const nodes = opening.use(new NodeWatch({ address, clock: local, knows: newestOf(steps) }))
  await join(db, nodes.name, steps)
  const { time, revision } = await nodes.read()
  const serverClock = new DatabaseClock(local, time)
  const clock = options.keepsOwnTime === true ? local : serverClock
  const rules = new RulesWatch(revision)
  nodes.start(rules, (reading) => serverClock.learn(reading))
  const serviceClock = await openServiceClock(db, clock, longestStopMs)
  const hot = opening.use(new HotWriter({ address, clock, noteCommit: options.noteCommit }))
  const connections: Connections = {
    read: db,
    lookUp,
    write: db,
    ofEvents: { tagsAbout: tagsReader(lookUps), repository: repositoryReader(lookUps) },
    callers: { lookUp: callers, write: callers },
    lock: lockInPostgres,
    finishStops: () => hot.finishStops(),
    now: () => clock.now(),
    serviceNow: () => serviceClock.now(),
    isUniqueViolation,
  }
  const rulesChanged = (grown: number): void => {
    rules.changed(grown)
    nodes.channel.tell({ rules: true })
  }
  const stored = createKyselyStore(connections, { secrets, notificationsInitiallyEnabled, rulesChanged })
  const duties = postgresDuties(db, clock)
  const upkeep = (): Promise<void> => keepRangesAhead(db, duties)
  const opened = opening.move()
  return {
    ...stored,
    clock,
    otherNodes: nodes.channel,
    duties,
    connections: () => [...hot.connections, shared.use, lookUps.use, callersPool.use],
    onRulesChanged: (listener) => rules.onChange(listener),
    async rulesOf(projectName) {
      const found = await stored.rulesOf(projectName)
      rules.seen(found.revision)
      return found
    },
    writeFault: () => hot.writeFault(serviceClock),
    queue: postgresQueue({ hot, read: lookUp, serviceClock, rules, upkeep }),
    retention: postgresRetention({ db, hot, clock }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
