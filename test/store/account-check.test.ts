import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

describe.each(databases)('$name compares its account beside the work', (kind) => {
  test('and finds that it balances, over removals and restarts', async () => {
    await using testStore = await openTestStore(kind)
    const { store } = testStore
    await store.accountCheck.check()
    for (let n = 0; n < 5; n++) await accept(testStore)
    await store.accountCheck.check()
    expect(await store.accountCheck.found()).toEqual({ difference: 0, sinceMs: null })
    const bounds = await store.retention.boundsOf({ sinceMs: null, events: 2 })
    for (let after: number | null = 0; after !== null;)
      after = (await store.retention.removeEvents(bounds!, after)).after
    await testStore.reopen()
    await testStore.store.accountCheck.check()
    expect(await testStore.store.accountCheck.found()).toEqual({ difference: 0, sinceMs: null })
  })

  test('and finds an event that is gone without a trace, and goes on to say so', async () => {
    await using testStore = await openTestStore(kind)
    const { store, database, clock } = testStore
    for (let n = 0; n < 3; n++) await accept(testStore)
    await store.accountCheck.check()
    const foundAtMs = clock.now()
    await database.write('delete from event where id = (select max(id) from event)')

    await store.accountCheck.check()
    expect(await store.accountCheck.found()).toEqual({ difference: -1, sinceMs: foundAtMs })

    clock.advance(60_000)
    await accept(testStore)
    await store.accountCheck.check()
    expect(await store.accountCheck.found()).toEqual({ difference: -1, sinceMs: foundAtMs })
  })
})

/** One event, as its source's notification brings it. */
async function accept(testStore: TestStore): Promise<void> {
  const received = { sourceId: 1, atMs: testStore.clock.now(), received: 1, merged: 0, keptOut: {} }
  const events = [testStore.event({ targets: [] })]
  const revision = await testStore.revision()
  await testStore.store.queue.accept({ revision, lease: testStore.lease(), events, received })
}
