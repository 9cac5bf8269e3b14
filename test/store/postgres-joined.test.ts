import { expect, test } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { BY_INDEX } from '../../src/store/postgres/connection-settings.ts'
import { change, question, statement } from '../../src/store/postgres/hot/session.ts'
import { inTransaction } from '../../src/store/postgres/in-transaction.ts'
import { openMigrated } from '../../src/store/postgres/open-connections.ts'
import { ReconnectingPool } from '../../src/store/postgres/reconnecting-pool.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { postgresDatabase } from '../support/postgres/postgres-databases.ts'

const CREATE = statement('create table kept (name text primary key, n bigint)')
const KEEP = change(
  'insert into kept (name, n) values ($1, $2) on conflict (name) do update set n = kept.n + excluded.n',
)
const KEEP_TWICE = change('insert into kept (name, n) values ($1 || $2, $3)')
const RAISE = change('update kept set n = n + 1 where name = $1 returning n')
const FAIL = change('insert into kept (name, n) values ($1, 1 / $2::bigint)')
/** A command has a number in its transaction, which its rows bear. */
const ALL = question('select name, n, cmin::text as command from kept where name >= $1 order by name')
const COUNT = question('select count(*) as count from kept where n > $1')

interface Kept {
  readonly name: string
  readonly n: number
  readonly command: string
}

async function openPool(): Promise<{ readonly pool: ReconnectingPool } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await postgresDatabase())
  const pool = opening.use(
    new ReconnectingPool({
      address: serverAddress(database.url),
      purpose: 'test',
      maxConnections: 2,
      settings: BY_INDEX,
      pipeline: true,
      clock: systemClock,
    }),
  )
  await openMigrated(pool)
  await inTransaction(pool, (session) => session.tell(CREATE))
  const opened = opening.move()
  return { pool, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

test('changes that join are carried out by one command, each with its own values', async () => {
  await using opened = await openPool()
  const rows = await inTransaction(opened.pool, (session) => {
    session.tell(KEEP, 'a', 1)
    session.tell(KEEP_TWICE, 'b', 'c', 2)
    return session.ask<Kept>(ALL, '')
  })
  expect(rows).toMatchObject([
    { name: 'a', n: 1 },
    { name: 'bc', n: 2 },
  ])
  expect(rows[0]!.command).toBe(rows[1]!.command)
})

test('a change whose rows are asked for joins those before it', async () => {
  await using opened = await openPool()
  await inTransaction(opened.pool, (session) => session.tell(KEEP, 'a', 1))
  const [raised, rows] = await inTransaction(opened.pool, async (session) => {
    session.tell(KEEP, 'b', 5)
    return [await session.ask<{ n: number }>(RAISE, 'a'), await session.ask<Kept>(ALL, '')]
  })
  expect(raised).toEqual([{ n: 2 }])
  expect(rows[0]!.command).toBe(rows[1]!.command)
})

test('a change that comes again follows the first, for it may change the same row', async () => {
  await using opened = await openPool()
  const rows = await inTransaction(opened.pool, (session) => {
    session.tell(KEEP, 'a', 1)
    session.tell(KEEP, 'a', 2)
    return session.ask<Kept>(ALL, '')
  })
  expect(rows).toMatchObject([{ name: 'a', n: 3 }])
})

test('questions that are asked in one go see what was changed before them, and each gets its rows', async () => {
  await using opened = await openPool()
  const answers = await inTransaction(opened.pool, (session) => {
    session.tell(KEEP, 'a', 1)
    session.tell(KEEP_TWICE, 'b', 'c', 2)
    return Promise.all([
      session.ask<Kept>(ALL, 'b'),
      session.ask<{ count: number }>(COUNT, 0),
      session.ask<Kept>(ALL, 'x'),
    ])
  })
  expect(answers).toEqual([[expect.objectContaining({ name: 'bc', n: 2 })], [{ count: 2 }], []])
})

test('a change is stored although nothing follows it, and nothing where one of the joined fails', async () => {
  await using opened = await openPool()
  await inTransaction(opened.pool, (session) => {
    session.tell(KEEP, 'a', 1)
    session.finish()
  })
  const failing = inTransaction(opened.pool, (session) => {
    session.tell(KEEP, 'b', 1)
    session.tell(FAIL, 'c', 0)
    session.finish()
  })
  await expect(failing).rejects.toThrow('division by zero')
  const rows = await inTransaction(opened.pool, (session) => session.ask<Kept>(ALL, ''))
  expect(rows.map(({ name }) => name)).toEqual(['a'])
})

test('a question in a transaction that is over is refused', async () => {
  await using opened = await openPool()
  const asking = inTransaction(opened.pool, async (session) => {
    session.finish()
    await Promise.all([session.ask(ALL, ''), session.ask(COUNT, 0)])
  })
  await expect(asking).rejects.toThrow('the transaction is over')
})
