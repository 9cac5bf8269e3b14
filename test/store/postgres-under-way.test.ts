import { Client } from 'pg'
import { expect, test } from 'vitest'
import type { DecidedEvent } from '../../src/domain/delivery/queue.ts'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { postgresDatabase as createDatabase } from '../support/postgres/postgres-databases.ts'
import { waitUntil } from '../support/wait-until.ts'
import { postgresDatabaseOn } from './postgres-database.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const WAITING_FOR_LOCKS = `
  select count(*)::int as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`

/** A store, and a connection beside it that can hold locks. */
async function storeAndHolder() {
  await using opening = new AsyncDisposableStack()
  const database = await createDatabase()
  const kind = { create: () => Promise.resolve(postgresDatabaseOn(database)) }
  const testStore = opening.use(await openTestStore(kind))
  const holder = new Client(serverAddress(database.url))
  await holder.connect()
  opening.defer(() => holder.end())
  const opened = opening.move()
  const waitingForLocks = async (): Promise<number> => {
    const [row] = await database.query(WAITING_FOR_LOCKS)
    return Number(row?.['waiting'])
  }
  return { testStore, holder, waitingForLocks, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function accept(testStore: TestStore, ...events: readonly DecidedEvent[]) {
  const received = { sourceId: 1, atMs: 1000, received: events.length, merged: 0, keptOut: { blob: 1 } }
  const revision = await testStore.revision()
  return testStore.store.queue.accept({ revision, lease: testStore.lease(), events, received })
}

test('events are stored while those of another repository wait for its row, and keep their order there', async () => {
  await using opened = await storeAndHolder()
  const { testStore, holder } = opened
  await testStore.accept(testStore.event({ repository: 'team/held' }))
  await holder.query(`begin; select 1 from repository where path = 'team/held' for update`)

  const held = [1, 2, 3].map(() => accept(testStore, testStore.event({ repository: 'team/held' })))
  const stored = await accept(testStore, testStore.event({ repository: 'team/free' }))
  expect(stored.outcome).toBe('stored')
  expect((await testStore.deliveries()).total, 'what waits is not stored').toBe(2)

  await holder.query('rollback')
  expect((await Promise.all(held)).map(({ outcome }) => outcome)).toEqual(['stored', 'stored', 'stored'])
})

test('a transaction that adds to the totals of a source and of a policy keeps no other waiting, and both count', async () => {
  await using opened = await storeAndHolder()
  const { testStore, holder } = opened
  await testStore.store.sources.create({ name: 'dock', kind: 'distribution', token: 't' })
  await accept(testStore, testStore.event())
  const stripes = ['source_account', 'kept_out', 'last_trigger'].map((total) => `${total}_stripe`)
  await holder.query(`begin; select pg_advisory_xact_lock(hashtext('stripe'), 0)`)
  for (const table of stripes) await holder.query(`select 1 from ${table} for update`)

  expect((await accept(testStore, testStore.event())).outcome).toBe('stored')

  await holder.query('commit')
  await accept(testStore, testStore.event())
  await using account = await testStore.database.openAccount()
  expect(await account.sources()).toMatchObject([{ received: 3, events: 3, keptOut: 3 }])
  expect(await account.wrongTriggers()).toEqual([])
  expect(await testStore.store.keptOut.of(1)).toEqual([
    { reason: 'blob', count: 3, lastAtMs: 1000, example: null },
  ])
  expect((await testStore.deliveries()).total).toBe(3)
})

test('log-ins that wait for a locked user keep no event waiting', async () => {
  await using opened = await storeAndHolder()
  const { testStore, holder, waitingForLocks } = opened
  const { store } = testStore
  const userId = await store.users.create({ name: 'anna', isSystemAdmin: false, passwordHash: '' })
  await holder.query(`begin; select 1 from "user" where id = ${userId} for update`)

  // As a log-in by the provider does.
  const logIns = Array.from({ length: 30 }, () => store.users.update(userId, { groups: ['crew'] }))
  const ended = Promise.allSettled(logIns)
  await waitUntil(async () => (await waitingForLocks()) > 1, { what: 'log-ins wait for the row' })

  await store.projects.ensure('new')
  await store.rulesOf('new')
  expect((await accept(testStore, testStore.event())).outcome).toBe('stored')
  expect((await testStore.claim()).deliveries).toHaveLength(1)
  expect(await waitingForLocks(), 'log-ins still wait').toBeGreaterThan(1)

  await holder.query('rollback')
  const outcomes = (await ended).map(({ status }) => status)
  expect(outcomes).toContain('fulfilled')
  expect((await store.users.byId(userId))?.groups).toEqual(['crew'])
})
