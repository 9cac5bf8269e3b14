import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { aesSecretBox } from '../../src/accounts/aes-secret-box.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { isUnavailable } from '../../src/domain/errors.ts'
import type { Store } from '../../src/domain/store.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import { postgresDatabase as createDatabase } from '../support/postgres/postgres-databases.ts'
import { waitUntil } from '../support/wait-until.ts'
import { policyDraft } from './drafts.ts'
import { postgresDatabase } from './postgres-database.ts'
import { openTestStore } from './test-store.ts'

const kind = { name: 'PostgreSQL', create: postgresDatabase }

const open = (databaseUrl: string): Promise<Store> =>
  openPostgresStore({
    databaseUrl,
    clock: systemClock,
    longestStopMs: 3_600_000,
    notificationsInitiallyEnabled: true,
    secrets: aesSecretBox('a key for tests'),
  })

test('a server that cannot be reached is named in the error', async () => {
  const opening = open('postgres://localhost/none?host=%2Fnowhere')
  await expect(opening).rejects.toSatisfy(isUnavailable)
  await expect(opening).rejects.toThrow(/nowhere/)
})

test('cut connections are opened anew, and nothing that was stored is lost', async () => {
  await using database = await createDatabase()
  await using store = await open(database.url)
  await store.projects.ensure('before')

  await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'bellbuoy %'`)

  await waitUntil(() => store.projects.ensure('after'), { what: 'the store writes again' })
  expect(await store.writeFault()).toBeNull()
  expect(await store.projects.byName('before')).not.toBeNull()
})

test('of two nodes that accept events of one repository, each position is given once', async () => {
  await using testStore = await openTestStore(kind)
  await using other = await testStore.database.open({ clock: testStore.clock })
  const revision = await testStore.revision()
  const nodes = [testStore.store, other]

  const accept = async (store: Store): Promise<void> => {
    for (;;) {
      const last = (await store.repository('team/app'))?.lastSequence ?? 0
      const events = [{ ...testStore.event(), sequence: last + 1 }]
      const { outcome } = await store.queue.accept({ revision, lease: testStore.lease(), events })
      if (outcome === 'stored') return
    }
  }
  await Promise.all(Array.from({ length: 40 }, (_, index) => accept(nodes[index % 2]!)))

  expect((await testStore.deliveries()).total).toBe(40)
  expect((await testStore.store.repository('team/app'))?.lastSequence).toBe(40)
})

test('of two nodes that claim at the same time, each delivery is leased by one', async () => {
  await using testStore = await openTestStore(kind, policyDraft(['http://one.example/']))
  await using other = await testStore.database.open({ clock: testStore.clock })
  const [target] = testStore.targetIds as [number]
  await testStore.accept(...Array.from({ length: 60 }, () => testStore.event()))

  const claims = Array.from({ length: 12 }, (_, index) =>
    [testStore.store, other][index % 2]!.queue.claim({
      lease: testStore.lease(`node ${index % 2}`),
      nowMs: testStore.clock.now(),
      wants: [{ targetId: target, room: 10 }],
    }),
  )
  const leased = (await Promise.all(claims)).flatMap(({ deliveries }) => deliveries.map(({ id }) => id))

  expect(new Set(leased).size).toBe(leased.length)
  const rest = await testStore.claim({ room: 100 })
  expect(leased.length + rest.deliveries.length).toBe(60)
})

test('two nodes that change what each has just read: the second is refused', async () => {
  await using testStore = await openTestStore(kind)
  await using other = await testStore.database.open({ clock: testStore.clock })
  const known = await testStore.store.revisions.of({ kind: 'settings' })
  const change = (store: Store) =>
    store.settings.change(
      { notificationsEnabled: false },
      {
        assertKnown: (revision) => {
          if (revision !== known) throw new Error('changed')
        },
        changed: () => undefined,
      },
    )

  const results = await Promise.allSettled([change(testStore.store), change(other)])

  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('texts that PostgreSQL cannot hold lose a character, and nothing else', async () => {
  await using testStore = await openTestStore(kind)
  const { event, ...decided } = testStore.event()
  await testStore.store.sources.create({ name: 'dock', kind: 'distribution', token: 'a token' })
  await testStore.accept({ ...decided, event: { ...event, operator: 'a\0b \ud800 \\u0000' } })

  const { items } = await testStore.store.history.events({ projectId: null }, 10, null)
  expect(items.map(({ operator }) => operator)).toEqual(['a\ufffdb \ufffd \\u0000'])
})

test('of two nodes that store one report at the same time, without a repository that they could lock, one does', async () => {
  await using testStore = await openTestStore(kind)
  await using other = await testStore.database.open({ clock: testStore.clock })
  const revision = await testStore.revision()
  const { event, ...decided } = testStore.event()
  const reported = (id: string) => ({ ...decided, sequence: 0, event: { ...event, id, repository: '' } })

  const results = await Promise.all(
    [testStore.store, other].flatMap((store) =>
      Array.from({ length: 8 }, () =>
        store.queue.accept({ revision, lease: testStore.lease(), events: [reported(randomUUID())] }),
      ),
    ),
  )

  const stored = results.flatMap((result) => (result.outcome === 'stored' ? result.deliveryIds : []))
  expect(stored.length).toBe(16)
  expect(stored.filter((ids) => ids !== null)).toHaveLength(1)
})
