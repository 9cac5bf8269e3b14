import { Client } from 'pg'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { openMigrated, openSharedPool } from '../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { createOldPostgresTables } from '../support/postgres/old-postgres-tables.ts'
import { type PostgresDatabase, emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import { waitUntil } from '../support/wait-until.ts'

const BEFORE = '0031-transaction-marks'
/** More than 64 MiB of payloads: they get a limit and are looked through before they are divided. */
const ROWS = 150_000
const FILES = `select pg_relation_filenode('payload') as payload, pg_relation_filenode('attempt') as attempt`
const DIVIDED = `select relname as name from pg_class where relname in ('payload', 'attempt') and relkind = 'p' order by 1`
const RULES = `hashtextextended('rules', 0)`

test(
  'large tables are divided while others write, without being written anew',
  { timeout: 120_000 },
  async () => {
    await using database = await emptyPostgresDatabase()
    await fill(database)
    const [files] = await database.query(FILES)
    await using writer = new WritingProcess(database.url)
    const written = writer.start()
    await using reader = await LongReader.open(database.url)

    const migrating = migrate(database)
    await waitUntil(async () => (await limits(database)).length > 0, { what: 'payloads have a limit' })
    await reader.readFor(1500)
    await migrating
    writer.stop()
    const { rows, longestMs } = await written

    expect(longestMs, 'nobody waited for long').toBeLessThan(5000)
    expect(await divided(database)).toEqual(['attempt', 'payload'])
    expect(
      await database.query(
        `select pg_relation_filenode('payload_first') as payload, pg_relation_filenode('attempt_first') as attempt`,
      ),
    ).toEqual([files])
    for (const table of ['payload', 'attempt']) {
      expect(await count(database, table)).toBe(ROWS + rows)
      expect(await count(database, `${table}_rest`)).toBe(0)
    }
    expect(await limits(database), 'the range says it now').toEqual([])
  },
)

test(
  'a migration that is cut off while it divides tables leaves them whole, and the next one ends it',
  { timeout: 120_000 },
  async () => {
    await using database = await emptyPostgresDatabase()
    await fill(database)
    const deciding = new Client(serverAddress(database.url))
    await deciding.connect()
    await deciding.query(`begin; select pg_advisory_xact_lock_shared(${RULES})`)

    const cutOff = expect(migrate(database)).rejects.toThrow()
    await waitUntil(async () => (await limits(database)).length > 0, { what: 'payloads have a limit' })
    await waitUntil(() => terminate(database), { what: 'the migration is cut off' })
    await cutOff
    expect(await divided(database)).toEqual([])
    await database.query(
      `insert into payload (event_id, format, content_type, body, unrendered) values (1, 'f', 'c', '', 0)`,
    )
    await deciding.end()

    await migrate(database)
    expect(await divided(database)).toEqual(['attempt', 'payload'])
    const [added] = await database.query(
      `insert into payload (event_id, format, content_type, body, unrendered) values (1, 'f', 'c', '', 0) returning id::int as id`,
    )
    expect(added, 'ids go on').toEqual({ id: ROWS + 2 })
  },
)

async function migrate({ url }: PostgresDatabase): Promise<void> {
  await using pool = openSharedPool(serverAddress(url), systemClock)
  await openMigrated(pool)
}

async function fill(database: PostgresDatabase): Promise<void> {
  await createOldPostgresTables(database.url, BEFORE)
  const n = `from generate_series(1, ${ROWS}) as n(i)`
  await database.query(`insert into payload (event_id, format, content_type, body, unrendered)
    select i, 'Default', 'application/json', repeat(md5(i::text), 15), 0 ${n}`)
  await database.query(`insert into delivery (event_id, project_id, policy_id, target_id, payload_id, state, attempts, failures, reason,
    created_at, updated_at, ended_at) select i, 1, 1, 1, i, 'success', 1, 0, '', i, i, i ${n}`)
  await database.query(
    `insert into attempt (delivery_id, number, started_at, duration_ms) select i, 1, i, 1 ${n}`,
  )
}

async function divided(database: PostgresDatabase): Promise<readonly unknown[]> {
  return (await database.query(DIVIDED)).map(({ name }) => name)
}

async function limits(database: PostgresDatabase): Promise<readonly unknown[]> {
  return database.query(`select conname from pg_constraint where conname like 'payload_below_%'`)
}

async function count(database: PostgresDatabase, table: string): Promise<number> {
  const [row] = await database.query(`select count(*)::int as rows from ${table}`)
  return Number(row?.['rows'])
}

/** Ends the connection that migrates, once it waits for a lock or between two tries. */
async function terminate(database: PostgresDatabase): Promise<boolean> {
  const rows = await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like '%short_locks%' and pid <> pg_backend_pid()`)
  return rows.length > 0
}

/** Stores a payload and an attempt, over and over, as a process does. */
class WritingProcess implements AsyncDisposable {
  readonly #client: Client
  #isStopped = false

  constructor(url: string) {
    this.#client = new Client(serverAddress(url))
  }

  async start(): Promise<{ readonly rows: number; readonly longestMs: number }> {
    await this.#client.connect()
    let longestMs = 0
    for (let rows = 0; ; rows++) {
      if (this.#isStopped) return { rows, longestMs }
      const begun = performance.now()
      await this.#store()
      longestMs = Math.max(longestMs, performance.now() - begun)
    }
  }

  async #store(): Promise<void> {
    for (const text of [
      'begin',
      `select pg_advisory_xact_lock_shared(${RULES})`,
      `with id as materialized (select nextval((select pg_get_serial_sequence('payload', 'id')::regclass)) as id)
        insert into payload (id, event_id, format, content_type, body, unrendered) select id, 1, 'f', 'c', '', 0 from id`,
      `insert into attempt (delivery_id, number, started_at, duration_ms)
        select nextval(pg_get_serial_sequence('delivery', 'id')), 1, 1, 1`,
      'commit',
    ])
      await this.#client.query(text)
  }

  stop(): void {
    this.#isStopped = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end()
  }
}

/** Keeps a table from being changed for a while. */
class LongReader implements AsyncDisposable {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  static async open(url: string): Promise<LongReader> {
    const client = new Client(serverAddress(url))
    await client.connect()
    await client.query('begin; select 1 from attempt limit 1')
    return new LongReader(client)
  }

  async readFor(ms: number): Promise<void> {
    await this.#client.query(`select pg_sleep(${ms / 1000}); commit`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end()
  }
}
