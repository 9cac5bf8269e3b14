import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { migrate } from '../../src/store/migrate.ts'
import { postgresColumnTypes, sqliteColumnTypes } from '../../src/store/migrations/column-types.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import type { SchemaSteps } from '../../src/store/migrations/runner/schema-step.ts'
import { migratePostgres } from '../../src/store/postgres/migrate-postgres.ts'
import { kyselyOnPool } from '../../src/store/postgres/kysely-on-pool.ts'
import { openSharedPool } from '../../src/store/postgres/open-connections.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import type { Schema } from '../../src/store/schema.ts'
import { kyselyOnWriter } from '../../src/store/sqlite/kysely-connections.ts'
import { SqliteThread } from '../../src/store/sqlite/thread/sqlite-thread.ts'
import { SqliteWriter } from '../../src/store/sqlite/thread/sqlite-writer.ts'
import { emptyPostgresDatabase } from '../support/postgres/postgres-databases.ts'
import { type SchemaVersion, SLICE, stepsOf } from '../support/schema/schema-versions.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Tables extends AsyncDisposable {
  readonly db: Kysely<Schema>
  readonly versions: (version: SchemaVersion) => SchemaSteps
  readonly migrateTo: (steps: SchemaSteps) => Promise<void>
}

async function onSqlite(): Promise<Tables> {
  await using stack = new AsyncDisposableStack()
  const { path } = stack.use(await temporaryFolder('steps'))
  const thread = await SqliteThread.open({ path: join(path, 'bellbuoy.db'), role: 'writer' })
  const db = kyselyOnWriter(stack.use(new SqliteWriter(thread)))
  const owned = stack.move()
  return {
    db,
    versions: (version) => stepsOf(version, sqliteColumnTypes),
    migrateTo: (steps) => migrate({ db, types: sqliteColumnTypes, steps }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function onPostgres(): Promise<Tables> {
  await using stack = new AsyncDisposableStack()
  const { url } = stack.use(await emptyPostgresDatabase())
  const db = kyselyOnPool(stack.use(openSharedPool(serverAddress(url), systemClock)))
  const owned = stack.move()
  return {
    db,
    versions: (version) => stepsOf(version, postgresColumnTypes),
    migrateTo: (steps) => migratePostgres(db, steps),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function addDeliveries(db: Kysely<Schema>, count: number): Promise<void> {
  await sql`with recursive number (n) as (select 1 union all select n + 1 from number where n < ${count})
    insert into delivery (event_id, state, reason, policy_id, target_id, payload_id, attempts, failures, created_at, updated_at, project_id)
    select n, 'success', '', 1, 1, n, 0, 0, 1, 1, 1 from number`.execute(db)
}

const unfilled = sql<{ n: number }>`select count(*) as n from delivery where new_note = 'unset'`

describe.each([
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
])('%s', (_, open) => {
  test('a step in slices goes on where it was when it failed', async () => {
    await using tables = await open()
    const { db, versions, migrateTo } = tables
    await migrateTo(versions('old'))
    await addDeliveries(db, 3 * SLICE + 1)
    const steps = versions('expanded')
    const { slice, ...filled } = steps['9002-filled']!
    const begins: number[] = []
    const failing = (times: number) => ({
      ...steps,
      '9002-filled': {
        ...filled,
        slice: (transaction: Kysely<unknown>, after: number) => {
          begins.push(after)
          if (begins.length === times) throw new Error('no more')
          return slice!(transaction, after)
        },
      },
    })

    await expect(migrateTo(failing(3))).rejects.toThrow('no more')
    expect((await unfilled.execute(db)).rows[0]?.n, 'two slices are there').toBe(SLICE + 1)
    await migrateTo(failing(-1))

    expect((await unfilled.execute(db)).rows[0]?.n).toBe(0)
    expect(begins).toEqual([0, 100, 200, 200, 300, 301])
    const left = await db.selectFrom('setting').select('name').where('name', 'like', 'slices_of_%').execute()
    expect(left).toEqual([])
  })

  test('a version works on newer tables as long as their steps say so', async () => {
    await using tables = await open()
    const { versions, migrateTo } = tables
    await migrateTo(versions('old'))
    await migrateTo(versions('expanded'))
    await migrateTo(versions('old'))
    await migrateTo(versions('contracted'))
    await migrateTo(versions('expanded'))
    await expect(migrateTo(versions('old'))).rejects.toThrow(
      'a newer version of Bellbuoy has migrated the database, to 9003-dropped: this one, which knows 9000-old-column, does not work on it',
    )
  })

  test('tables that lack a step of this version and have one of another are refused', async () => {
    await using tables = await open()
    const { versions, migrateTo } = tables
    const { '9000-old-column': old, ...others } = versions('old')
    expect(old).toBeDefined()
    await migrateTo({
      ...others,
      '9000-of-a-fork': { worksFrom: '0001-first-tables', up: async () => undefined },
    })
    await expect(migrateTo(versions('old'))).rejects.toThrow('a newer version of Bellbuoy')
  })
})

test('each step names an earlier one as the oldest whose version works after it, or says that none does', () => {
  const names = Object.keys(migrations(sqliteColumnTypes))
  expect(names).toEqual(names.toSorted())
  for (const [name, { worksFrom }] of Object.entries(migrations(sqliteColumnTypes)))
    if (worksFrom !== null) expect(names.slice(0, names.indexOf(name)), name).toContain(worksFrom)
})
