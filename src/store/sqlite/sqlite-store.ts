import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import type { Clock } from '../../domain/clock.ts'
import type { Queue } from '../../domain/delivery/queue.ts'
import type { SecretBox } from '../../domain/secret-box.ts'
import type { Store } from '../../domain/store.ts'
import { createAudit } from '../people/audit.ts'
import type { Connections } from '../connections.ts'
import { createDeliveries } from '../delivery/deliveries.ts'
import { createDeliveryControl } from '../delivery/delivery-control.ts'
import { readHeldEvents } from '../event/held-events.ts'
import { createHistory } from '../delivery/history.ts'
import { createLastTriggers } from '../delivery/last-triggers.ts'
import { createMembers } from '../people/members.ts'
import { migrate } from '../migrate.ts'
import { sqliteColumnTypes } from '../migrations/column-types.ts'
import { createPolicies } from '../policy/policies.ts'
import { createPastEvents } from '../event/past-events.ts'
import { createProjects } from '../project/projects.ts'
import { createQuotas } from '../project/quotas.ts'
import { createRegistryKnowledge } from '../event/registry-knowledge.ts'
import { reseal } from '../reseal.ts'
import { createRobots } from '../people/robots.ts'
import { rulesReader } from '../policy/rules.ts'
import { rulesChanger } from '../rules-revision.ts'
import type { Schema } from '../schema.ts'
import { createScanJobs } from '../scanning/scan-jobs.ts'
import { createScanSchedules } from '../scanning/scan-schedules.ts'
import { createScanners } from '../scanning/scanners.ts'
import { createSessions } from '../people/sessions.ts'
import { createSettings } from '../policy/settings.ts'
import { createStatistics } from '../delivery/statistics.ts'
import { createSources } from '../source/sources.ts'
import { createTargets } from '../target/targets.ts'
import { createUsers } from '../people/users.ts'
import { connection, threadDialect } from './kysely-dialect.ts'
import { makePrivate, prepareFolder } from './folder.ts'
import { lockDatabase } from './lock.ts'
import { SqliteError, SqliteThread } from './thread/thread.ts'
import { readWaitingTargets } from './waiting-targets.ts'
import { SqliteWriter } from './thread/writer.ts'

export interface SqliteStoreOptions {
  /** The database file; its folder is made when missing. */
  readonly path: string
  /** Called once the folder is there and no other process uses it: a key may be made in it. */
  readonly secrets: () => SecretBox
  readonly clock: Clock
  /** What the global switch is until someone sets it. */
  readonly notificationsInitiallyEnabled: boolean
}

/**
 * Opens the store on an SQLite file, making or migrating its tables.
 *
 * @throws Error when the folder or file cannot be written, or another process has it open
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, clock } = options
  prepareFolder(dirname(path))
  await using opening = new AsyncDisposableStack()
  opening.use(lockDatabase(path))
  makePrivate(path)
  const secrets = options.secrets()
  const writer = opening.use(new SqliteWriter(await SqliteThread.open({ path, readOnly: false })))
  const write = kyselyOnWriter(writer)
  await migrate(write, sqliteColumnTypes)
  const reader = opening.use(await SqliteThread.open({ path, readOnly: true }))
  const read = kyselyOnReader(reader)

  const connections: Connections = {
    read,
    write,
    now: () => clock.now(),
    isUniqueViolation: (error) => error instanceof SqliteError && error.isUniqueViolation,
  }
  const listeners: (() => void)[] = []
  const changeRules = rulesChanger(connections, () => {
    for (const listener of listeners) listener()
  })
  const settings = createSettings(connections, changeRules, options.notificationsInitiallyEnabled)
  const opened = opening.move()
  return {
    queue: sqliteQueue(writer, read),
    projects: createProjects(connections, changeRules),
    policies: createPolicies(connections, changeRules, secrets),
    targets: createTargets(connections, changeRules, secrets),
    deliveries: createDeliveries(connections),
    history: createHistory(connections),
    statistics: createStatistics(connections),
    deliveryControl: createDeliveryControl(connections),
    pastEvents: createPastEvents(connections),
    registry: createRegistryKnowledge(connections),
    quotas: createQuotas(connections),
    lastTriggers: createLastTriggers(connections),
    settings,
    users: createUsers(connections),
    members: createMembers(connections),
    robots: createRobots(connections),
    sessions: createSessions(connections),
    audit: createAudit(connections),
    sources: createSources(connections, changeRules, secrets),
    scanners: createScanners(connections, secrets),
    scanJobs: createScanJobs(connections),
    scanSchedules: createScanSchedules(connections),
    rulesOf: rulesReader(connections, settings.notificationsEnabled),
    async repository(path) {
      const query = read.selectFrom('repository').selectAll().where('path', '=', path)
      const row = await query.executeTakeFirst()
      return row === undefined ? null : { createdAtMs: row.created_at, lastSequence: row.sequence }
    },
    reseal: (box) => reseal(write, secrets, box),
    onRulesChanged: (listener) => void listeners.push(listener),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function sqliteQueue(writer: SqliteWriter, read: Kysely<Schema>): Queue {
  return {
    accept: (acceptance) => writer.submit('accept', acceptance),
    settle: (settlement) => writer.submit('settle', settlement),
    held: (filter) => readHeldEvents(read, filter),
    storeManifest: (observed) => writer.submit('storeManifest', observed),
    claim: (claim) => writer.submit('claim', claim),
    complete: (completion) => writer.submit('complete', completion),
    async giveBack(returned) {
      await writer.submit('giveBack', returned)
    },
    sweep: (sweep) => writer.submit('sweep', sweep),
    waitingTargets: () => readWaitingTargets(read),
  }
}

function kyselyOnWriter(writer: SqliteWriter): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: threadDialect(async () => {
      const { query, rollback, end } = await writer.exclusive()
      return connection({ query, rollback, release: end })
    }),
  })
}

function kyselyOnReader(reader: SqliteThread): Kysely<Schema> {
  const shared = connection({
    query: (sql, parameters) => reader.request({ kind: 'query', sql, parameters }),
    rollback: () => reader.request({ kind: 'rollback' }),
    release: () => undefined,
  })
  return new Kysely<Schema>({ dialect: threadDialect(() => Promise.resolve(shared)) })
}
