import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { openTestStore } from './test-store.ts'

describe.each(databases)('$name, asked for much at once,', (kind) => {
  test('stores the events of one notification all or not at all', async () => {
    await using testStore = await openTestStore(kind)
    const good = testStore.event()
    const bad = testStore.event()
    // Its id is taken, so it cannot be stored; it is no repeat, since its source calls it otherwise.
    const clashing = { ...bad, event: { ...bad.event, id: good.event.id } }

    await expect(testStore.accept(good, clashing)).rejects.toThrow()

    expect((await testStore.deliveries()).total).toBe(0)
    expect(await testStore.accept(good), 'nothing is left of the first try').toEqual([[expect.any(Number)]])
  })

  test('lets a notification that cannot be stored harm no other', async () => {
    await using testStore = await openTestStore(kind)
    const good = Array.from({ length: 20 }, () => testStore.event())
    const bad = testStore.event()
    const clashing = { ...bad, event: { ...bad.event, id: good[0]!.event.id } }

    const results = await Promise.allSettled([
      ...good.map((event) => testStore.accept(event)),
      testStore.accept(testStore.event(), clashing),
    ])

    expect(results.map(({ status }) => status)).toEqual([...good.map(() => 'fulfilled'), 'rejected'])
    const stored = (await testStore.deliveries()).items.map(({ eventId }) => eventId)
    expect(stored.toSorted()).toEqual(good.map(({ event }) => event.id).toSorted())
  })

  test('stores an event once that is reported a hundred times', async () => {
    await using testStore = await openTestStore(kind)

    const repeated = Array.from({ length: 100 }, () => testStore.event({ sourceEventId: 'same' }))
    const results = await Promise.all(repeated.map((event) => testStore.accept(event)))

    expect(results.filter(([ids]) => ids !== null)).toHaveLength(1)
    expect((await testStore.deliveries()).total).toBe(1)
  })

  test('refuses exactly those acceptances that a change of the rules overtook', async () => {
    await using testStore = await openTestStore(kind)
    const revision = await testStore.revision()
    const accept = () => testStore.acceptBy(revision, testStore.event())

    const before = Array.from({ length: 50 }, accept)
    const change = testStore.store.settings.change({ notificationsEnabled: false })
    const results = await Promise.all(before)
    await change
    const after = await Promise.all(Array.from({ length: 50 }, accept))

    const stored = results.filter(({ outcome }) => outcome === 'stored')
    expect((await testStore.deliveries()).total).toBe(stored.length)
    expect(after.map(({ outcome }) => outcome)).toEqual(after.map(() => 'stale'))
  })

  test('makes many acceptances share a commit', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const before = await testStore.database.commits()
    await testStore.acceptOne()
    expect((await testStore.database.commits()) - before, 'one alone has one of its own').toBe(1)

    const revision = await testStore.revision()
    const events = Array.from({ length: 300 }, () => testStore.event())
    await Promise.all(events.map((event) => testStore.acceptBy(revision, event)))

    expect((await testStore.deliveries()).total).toBe(302)
    expect((await testStore.database.commits()) - before - 1).toBeLessThanOrEqual(10)
  })
})
