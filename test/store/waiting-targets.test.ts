import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'
import { retryAt, succeeded } from './outcomes.ts'

const draft = policyDraft(['http://one.example/', 'http://two.example/', 'http://three.example/'])

describe.each(databases)('$name knows', (kind) => {
  test('no target when nothing waits', async () => {
    await using testStore = await openTestStore(kind, draft)
    expect(await testStore.store.queue.waitingTargets()).toEqual([])
  })

  test('every target for which something waits, and when the first of it is due', async () => {
    await using testStore = await openTestStore(kind, draft)
    const startMs = testStore.clock.now()
    await testStore.accept(testStore.event())
    testStore.clock.advance(1000)
    await testStore.accept(testStore.event())
    const [one, two, three] = testStore.targetIds as [number, number, number]
    const first = (await testStore.claim({ target: one, room: 1 })).deliveries[0]!
    await testStore.complete(first, retryAt(startMs + 60_000))
    for (const leased of (await testStore.claim({ target: three })).deliveries)
      await testStore.complete(leased, succeeded)

    const waiting = await testStore.store.queue.waitingTargets()

    expect(waiting.toSorted((a, b) => a.targetId - b.targetId)).toEqual([
      { targetId: one, dueAtMs: startMs + 1000 },
      { targetId: two, dueAtMs: startMs },
    ])
  })

  test('what waits for a target again once nothing else does', async () => {
    await using testStore = await openTestStore(kind, draft)
    const [one] = testStore.targetIds as [number]
    await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    expect(await testStore.store.queue.waitingTargets(), 'what is under way does not wait').toEqual([])

    const dueAtMs = testStore.clock.now() + 500
    await testStore.complete(leased!, retryAt(dueAtMs))

    expect(await testStore.store.queue.waitingTargets()).toEqual([{ targetId: one, dueAtMs }])
  })
})
