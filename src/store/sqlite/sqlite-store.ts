import { dirname } from 'node:path'
import type { Clock } from '../../domain/clock.ts'
import type { NoteCommit } from '../../domain/delivery/commit.ts'
import { ALL_DUTIES } from '../../domain/duties.ts'
import { NO_OTHER_NODES } from '../../domain/other-nodes.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Store } from '../../domain/store.ts'
import type { Connections } from '../connections.ts'
import { Checkpoints } from './checkpoints.ts'
import { openServiceClock } from '../clock/open-service-clock.ts'
import { RulesWatch } from '../rules-watch.ts'
import { createKyselyStore } from '../kysely-store.ts'
import { migrate } from '../migrate.ts'
import { assertWhole } from '../move/move-progress.ts'
import { sqliteColumnTypes } from '../migrations/column-types.ts'
import { prepareFolder } from '../../sqlite/folder.ts'
import { fullDiskError } from '../../sqlite/full-disk.ts'
import { kyselyOnReader, kyselyOnWriter } from './kysely-connections.ts'
import { finishStops } from './finish-stops.ts'
import { lockDatabase } from '../../sqlite/lock.ts'
import { closeToOthers, makePrivate } from '../../sqlite/private-file.ts'
import { repositoryReader } from './look-ups/repository-reader.ts'
import { tagsReader } from './look-ups/tags-reader.ts'
import { sqliteQueue } from './sqlite-queue.ts'
import { SqliteError } from '../../sqlite/sqlite-error.ts'
import { SqliteThread } from './thread/sqlite-thread.ts'
import { sqliteRetention } from './sqlite-retention.ts'
import { createWriteProbe } from './write-probe.ts'
import { SqliteWriter } from './thread/sqlite-writer.ts'

export interface SqliteStoreOptions {
  /** The database file; its folder is created when missing. */
  readonly path: string
  /** Called once the folder is there and no other process uses it: a key may be created in it. */
  readonly secrets: () => SecretBox
  readonly clock: Clock
  /** How much of a stop counts in the ages of deliveries, at the most. */
  readonly longestStopMs: number
  /** What the global switch is until someone sets it. */
  readonly notificationsInitiallyEnabled: boolean
  readonly noteCommit?: NoteCommit
}

/** Endings of the files that stand beside a database. */
const BESIDE = ['-wal', '-shm', '-journal', '.lock-journal', '.key', '.key.new', '.key.next']

/**
 * Opens the store on an SQLite file, creating or migrating its tables.
 *
 * @throws Error when the folder or file cannot be written, or another process has it open
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  try {
    return await open(options)
  } catch (error) {
    throw fullDiskError(options.path, error)
  }
}

async function open(options: SqliteStoreOptions): Promise<Store> {
  const { path, clock, longestStopMs, notificationsInitiallyEnabled, noteCommit } = options
  prepareFolder(dirname(path))
  await using opening = new AsyncDisposableStack()
  opening.use(lockDatabase(path))
  makePrivate(path)
  // Left by a process that was killed.
  for (const ending of BESIDE) closeToOthers(`${path}${ending}`)
  const secrets = options.secrets()
  const writing = await SqliteThread.open({ path, role: 'writer' })
  const checkpoints = new Checkpoints(() => SqliteThread.open({ path, role: 'checkpointer' }))
  const writer = opening.use(new SqliteWriter(writing, { checkpoints, noteCommit }))
  opening.use(checkpoints)
  const write = kyselyOnWriter(writer)
  await migrate({ db: write, types: sqliteColumnTypes })
  await assertWhole(write)
  const read = kyselyOnReader(opening.use(await SqliteThread.open({ path, role: 'reader' })))
  const lookUp = kyselyOnReader(opening.use(await SqliteThread.open({ path, role: 'lookup' })))
  const serviceClock = await openServiceClock(write, clock, longestStopMs)
  const connections: Connections = {
    read,
    lookUp,
    write,
    ofEvents: { tagsAbout: tagsReader(lookUp), repository: repositoryReader(lookUp) },
    callers: { lookUp, write },
    lock: () => Promise.resolve(),
    finishStops: () => finishStops(writer, clock),
    now: () => clock.now(),
    serviceNow: () => serviceClock.now(),
    isUniqueViolation: (error) => error instanceof SqliteError && error.isUniqueViolation,
  }
  const rules = new RulesWatch()
  const opened = opening.move()
  return {
    clock,
    otherNodes: NO_OTHER_NODES,
    connections: () => [],
    duties: ALL_DUTIES,
    onRulesChanged: (listener) => rules.onChange(listener),
    writeFault: createWriteProbe({ writer, serviceClock }),
    queue: sqliteQueue({ writer, read: lookUp, serviceClock }),
    retention: sqliteRetention({ read, write, writer, clock }),
    ...createKyselyStore(connections, {
      secrets,
      notificationsInitiallyEnabled,
      rulesChanged: (revision) => rules.changed(revision),
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
