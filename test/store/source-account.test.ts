import { describe, expect, test } from 'vitest'
import type { DecidedEvent } from '../../src/domain/delivery/queue.ts'
import type { ReceivedEvents } from '../../src/domain/event/source-account.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const received = (changes: Partial<ReceivedEvents> = {}): ReceivedEvents => ({
  sourceId: 1,
  atMs: 1000,
  received: 1,
  merged: 0,
  keptOut: {},
  ...changes,
})

async function accept(testStore: TestStore, counts: ReceivedEvents, ...events: readonly DecidedEvent[]) {
  const revision = await testStore.revision()
  return testStore.store.queue.accept({ revision, lease: testStore.lease(), events, received: counts })
}

/** The accounts of two sources, the first of which reports the events. */
async function accounts({ database, store }: TestStore) {
  for (const name of ['dock', 'quay']) await store.sources.create({ name, kind: 'distribution', token: 't' })
  await using reader = await database.openAccount()
  return await reader.sources()
}

describe.each(databases)('$name keeps the account of what sources reported', (kind) => {
  test('with the events of a notification, of which it counts those that are there already', async () => {
    await using testStore = await openTestStore(kind)
    const [one, two] = [testStore.event({ sourceEventId: 'one' }), testStore.event()]
    await accept(testStore, received({ received: 2 }), one, two)
    const again = testStore.event({ sourceEventId: 'one' })
    const keptOut = { 'deletion of a blob': 2, 'unknown project': 0 }
    await accept(testStore, received({ received: 4, merged: 1, keptOut }), again)
    expect(await accounts(testStore)).toMatchObject([
      { received: 6, events: 2, repeated: 1, merged: 1, keptOut: 2 },
      { received: 0, events: 0 },
    ])
    expect(await testStore.store.keptOut.of(1)).toEqual([
      { reason: 'deletion of a blob', count: 2, lastAtMs: 1000, example: null },
    ])
  })

  test('without what Bellbuoy derived from a repeated event', async () => {
    await using testStore = await openTestStore(kind)
    const push = () => testStore.event({ sourceEventId: 'one' })
    const tag = () => {
      const { event, ...decided } = testStore.event({ sourceEventId: 'one#tag' })
      return { ...decided, event: { ...event, type: 'CREATE_TAG' as const } }
    }
    await accept(testStore, received(), push(), tag())
    await accept(testStore, received(), push(), tag())
    expect(await accounts(testStore)).toMatchObject([{ received: 2, events: 1, repeated: 1 }, {}])
  })

  test('also of notifications of which nothing is stored, and of many sources at once', async () => {
    await using testStore = await openTestStore(kind)
    const { queue } = testStore.store
    const counts = Array.from({ length: 100 }, (_, index) =>
      received({ sourceId: 1 + (index % 2), merged: 1 }),
    )
    await Promise.all(counts.map((one) => queue.countReceived(one)))
    expect(await accounts(testStore)).toMatchObject([
      { name: 'dock', received: 50, repeated: 0, merged: 50, keptOut: 0 },
      { name: 'quay', received: 50, repeated: 0, merged: 50, keptOut: 0 },
    ])
  })

  test('and counts nothing of what it does not store, whatever shares the commit', async () => {
    await using testStore = await openTestStore(kind)
    const good = testStore.event()
    const others = Array.from({ length: 20 }, () => testStore.event())
    const bad = testStore.event()
    const clashing = { ...bad, event: { ...bad.event, id: good.event.id } }
    await accept(testStore, received(), good)
    const results = await Promise.allSettled([
      ...others.map((event) => accept(testStore, received(), event)),
      accept(testStore, received({ received: 100 }), clashing),
    ])
    expect(results.at(-1)).toMatchObject({ status: 'rejected' })
    const revision = (await testStore.revision()) - 1
    const stale = { revision, lease: testStore.lease(), events: [testStore.event()], received: received() }
    expect(await testStore.store.queue.accept(stale)).toEqual({ outcome: 'stale', because: 'rules' })
    expect(await accounts(testStore)).toMatchObject([{ received: 21, events: 21, repeated: 0 }, {}])
  })
})
