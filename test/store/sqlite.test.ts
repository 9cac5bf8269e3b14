import { expect, test } from 'vitest'
import { policyDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'
import { sqliteDatabase } from './sqlite-database.ts'

const kind = { name: 'SQLite', create: sqliteDatabase }

test('an SQLite file is refused to a second store as long as the first has it, in words', async () => {
  await using database = await sqliteDatabase()
  {
    await using first = await database.open()
    await expect(database.open()).rejects.toThrow(/is in use by another Bellbuoy process/)
    expect(await first.settings.notificationsEnabled()).toBe(true)
  }
  await using second = await database.open()
  expect(await second.settings.notificationsEnabled()).toBe(true)
})

test('a new process takes over at once what the one before it had leased, since there can be no other', async () => {
  await using testStore = await openTestStore(kind)
  await testStore.acceptOne()
  await testStore.claim({ owner: 'process-before', leaseMs: 3_600_000 })

  expect(await testStore.sweep()).toMatchObject({ released: testStore.targetIds })

  expect((await testStore.claim()).deliveries).toMatchObject([{ attempt: 2 }])
})

test('reads do not wait for a long transaction of the writer', async () => {
  await using testStore = await openTestStore(kind, policyDraft(['http://one.example/']))
  const [target] = testStore.targetIds as [number]
  const order: string[] = []

  const large = testStore.event({ targets: Array.from({ length: 50_000 }, () => target) })
  const write = testStore.accept(large).then(() => order.push('written'))
  while (!order.includes('written') && order.length < 3) {
    await testStore.store.policies.byId(testStore.projectId, testStore.policyId)
    order.push('read')
  }
  await write

  expect(order).toEqual(['read', 'read', 'read', 'written'])
})
