import { Client } from 'pg'
import { beforeEach, afterEach, expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { kyselyOnPool } from '../../src/store/postgres/kysely-on-pool.ts'
import { openSharedPool } from '../../src/store/postgres/open-connections.ts'
import { makeRoom } from '../../src/store/postgres/ranges/make-room.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { type PostgresDatabase, postgresDatabase } from '../support/postgres/postgres-databases.ts'
import { postgresDatabaseOn } from './postgres-database.ts'
import { succeeded } from './outcomes.ts'
import { type TestStore, openTestStore } from './test-store.ts'

let database: PostgresDatabase
let testStore: TestStore

beforeEach(async () => {
  database = await postgresDatabase()
  testStore = await openTestStore({ create: () => Promise.resolve(postgresDatabaseOn(database)) })
})

afterEach(async () => {
  await testStore[Symbol.asyncDispose]()
})

test('a sweep creates the next two ranges of payloads and attempts, once', async () => {
  await testStore.sweep()
  await testStore.sweep()
  for (const table of ['payload', 'attempt'])
    expect(await rangesOf(table)).toEqual([
      `${table}_first: FOR VALUES FROM (MINVALUE) TO ('250000')`,
      `${table}_from_250000: FOR VALUES FROM ('250000') TO ('500000')`,
      `${table}_from_500000: FOR VALUES FROM ('500000') TO ('750000')`,
      `${table}_rest: DEFAULT`,
    ])
})

test('rows lie in the range of their ids, and the next ranges are there before ids reach them', async () => {
  await testStore.sweep()
  await giveOutUpTo(300_000)
  const id = await deliver()
  await testStore.sweep()

  expect(id).toBe(300_001)
  expect(await rowsIn('payload_from_250000')).toBe(1)
  expect(await rowsIn('attempt_from_250000')).toBe(1)
  expect((await rangesOf('payload')).at(-2)).toBe(
    `payload_from_750000: FOR VALUES FROM ('750000') TO ('1000000')`,
  )
})

test('what no range had room for becomes a range where it is, and ids go on', async () => {
  await testStore.sweep()
  await giveOutUpTo(2_000_000)
  const id = await deliver()
  expect([await rowsIn('payload_rest'), await rowsIn('attempt_rest')]).toEqual([1, 1])

  await testStore.sweep()

  for (const table of ['payload', 'attempt']) {
    expect(await rowsIn(`${table}_rest`)).toBe(0)
    expect(await rowsIn(`${table}_from_750000`)).toBe(1)
    expect(await rangesOf(table)).toHaveLength(7)
  }
  expect(await testStore.attempts(id)).toMatchObject([{ number: 1 }])
  expect(await deliver()).toBe(id + 1)
})

test('an attempt that was recorded after those of its time had been removed is forgotten', async () => {
  await testStore.sweep()
  const id = await deliver()
  await giveOutUpTo(300_000)
  await deliver()
  while (
    await testStore.store.retention.removeBodies({ sinceMs: testStore.clock.now() + 3_600_000, events: null })
  );
  expect((await rangesOf('attempt')).at(0)).toContain('attempt_from_250000')
  await database.query(
    `insert into attempt (delivery_id, number, started_at, duration_ms) values (${id}, 1, 1, 1)`,
  )

  await testStore.sweep()

  expect(await rowsIn('attempt_rest')).toBe(0)
  expect(await rangesOf('attempt')).toHaveLength(4)
})

test('where a table cannot be changed now, a sweep leaves that to the next one', async () => {
  const busy = new Client(serverAddress(database.url))
  await busy.connect()
  await busy.query('begin; lock table payload, attempt in share update exclusive mode')
  await testStore.sweep()
  expect(await rangesOf('payload')).toHaveLength(2)
  await busy.end()
  await testStore.sweep()
  expect(await rangesOf('payload')).toHaveLength(4)
})

test('a database that is to be filled has ranges for all that comes', async () => {
  await using pool = openSharedPool(serverAddress(database.url), systemClock)
  const db = kyselyOnPool(pool)
  for (let time = 0; time < 2; time++)
    for (const table of ['event', 'payload', 'delivery']) await makeRoom(db, table, 5_000_000)
  for (const table of ['payload', 'attempt']) {
    expect((await rangesOf(table)).at(-2)).toContain(`TO ('5250000')`)
    expect(await rangesOf(table)).toHaveLength(12)
  }
})

/** The partitions of a table, in the order of their ids. */
async function rangesOf(table: string): Promise<readonly string[]> {
  const rows = await database.query(`select c.relname || ': ' || pg_get_expr(c.relpartbound, c.oid) as range
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = '${table}'::regclass
    order by coalesce(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \\(''(\\d+)')::bigint, 1e15)`)
  return rows.map(({ range }) => String(range))
}

async function rowsIn(partition: string): Promise<number> {
  const [row] = await database.query(`select count(*)::int as rows from ${partition}`)
  return Number(row?.['rows'])
}

async function giveOutUpTo(id: number): Promise<void> {
  for (const table of ['payload', 'delivery'])
    await database.query(`select setval(pg_get_serial_sequence('${table}', 'id'), ${id})`)
}

/** Accepts an event and delivers it. */
async function deliver(): Promise<number> {
  const id = await testStore.acceptOne()
  const [leased] = (await testStore.claim()).deliveries
  await testStore.complete(leased!, succeeded)
  return id
}
