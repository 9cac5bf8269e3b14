import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { OWNER, policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'
import { retryAt } from './outcomes.ts'

/** Stores deliveries to the first target, the later ones a second apart; their ids. */
async function acceptInTurn(testStore: TestStore, count: number): Promise<readonly number[]> {
  const ids: number[] = []
  while (ids.length < count) {
    ids.push(await testStore.acceptOne())
    testStore.clock.advance(1000)
  }
  return ids
}

describe.each(databases)('$name claims', (kind) => {
  test('what is due, with everything that its attempt needs', async () => {
    await using testStore = await openTestStore(kind)
    const event = testStore.event({ repository: 'team/deep/app' })
    const [ids] = await testStore.accept(event)

    const { deliveries, revision } = await testStore.claim()

    expect(revision).toBe(await testStore.revision())
    expect(deliveries).toEqual([
      {
        id: ids![0],
        eventId: event.event.id,
        eventType: 'PUSH_ARTIFACT',
        attempt: 1,
        failures: 0,
        repository: 'team/deep/app',
        projectId: testStore.projectId,
        policyId: event.deliveries[0]!.policyId,
        targetId: testStore.targetIds[0],
        payload: { contentType: 'application/json', body: event.payloads[0]!.body },
      },
    ])
    expect(await testStore.delivery(ids![0]!)).toMatchObject({ state: 'running', attempts: 1, dueAtMs: null })
  })

  test('a delivery once, however many ask for it at the same time', async () => {
    await using testStore = await openTestStore(kind)
    await acceptInTurn(testStore, 5)

    const claims = await Promise.all([
      ...Array.from({ length: 10 }, () => testStore.claim({ room: 2 })),
      ...Array.from({ length: 10 }, () => testStore.claim({ room: 2, owner: 'other-node' })),
    ])

    const ids = claims.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
  })

  test('the oldest first, no more than there is room for, and says when the next is due', async () => {
    await using testStore = await openTestStore(kind)
    const startMs = testStore.clock.now()
    const ids = await acceptInTurn(testStore, 5)

    const { deliveries, waiting } = await testStore.claim({ room: 3 })

    expect(deliveries.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect(waiting).toEqual([{ targetId: testStore.targetIds[0], dueAtMs: startMs + 3000 }])
  })

  test('nothing before it is due, and then at that very millisecond', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    const dueAtMs = testStore.clock.now() + 500
    await testStore.complete(leased!, retryAt(dueAtMs))

    testStore.clock.advance(499)
    const early = await testStore.claim()
    testStore.clock.advance(1)
    const inTime = await testStore.claim()

    expect(early.deliveries).toEqual([])
    expect(early.waiting).toEqual([{ targetId: testStore.targetIds[0], dueAtMs }])
    expect(inTime.deliveries).toMatchObject([{ id: leased!.id, attempt: 2, failures: 1 }])
    expect(inTime.waiting).toEqual([{ targetId: testStore.targetIds[0], dueAtMs: null }])
  })

  test('what was due longest first, whether it is a retry or new', async () => {
    await using testStore = await openTestStore(kind)
    const old = await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    await testStore.complete(leased!, retryAt(testStore.clock.now() + 1500))
    testStore.clock.advance(1000)
    const [second] = await acceptInTurn(testStore, 1)
    const [third] = await acceptInTurn(testStore, 1)

    const { deliveries } = await testStore.claim()

    expect(deliveries.map(({ id }) => id)).toEqual([second, old, third])
  })

  test('for each target as much as that one has room for', async () => {
    const draft = policyDraft(['http://one.example/', 'http://two.example/', 'http://three.example/'])
    await using testStore = await openTestStore(kind, draft)
    await testStore.accept(...Array.from({ length: 4 }, () => testStore.event()))
    const [one, two, three] = testStore.targetIds as [number, number, number]
    const nowMs = testStore.clock.now()

    const { deliveries, waiting } = await testStore.store.queue.claim({
      lease: testStore.lease(OWNER),
      nowMs,
      wants: [
        { targetId: one, room: 3 },
        { targetId: two, room: 8 },
      ],
    })

    const perTarget = Map.groupBy(deliveries, ({ targetId }) => targetId)
    expect(perTarget.get(one)).toHaveLength(3)
    expect(perTarget.get(two)).toHaveLength(4)
    expect(perTarget.has(three)).toBe(false)
    expect(waiting).toEqual([
      { targetId: one, dueAtMs: nowMs },
      { targetId: two, dueAtMs: null },
    ])
  })

  /** Three deliveries, the first of which has been attempted and is due again after the others. */
  const oneBegunOfThree = async (testStore: TestStore) => {
    const ids = await acceptInTurn(testStore, 3)
    const [leased] = (await testStore.claim({ room: 1 })).deliveries
    const dueAtMs = testStore.clock.now() + 1000
    await testStore.complete(leased!, retryAt(dueAtMs))
    const claim = async (fresh: number) => {
      const wants = [{ targetId: testStore.targetIds[0]!, room: 8, fresh }]
      const nowMs = testStore.clock.now()
      const claimed = await testStore.store.queue.claim({ lease: testStore.lease(OWNER), nowMs, wants })
      return { ids: claimed.deliveries.map(({ id }) => id), waiting: claimed.waiting[0] }
    }
    return { ids, dueAtMs, claim }
  }

  test('of deliveries without an attempt no more than it is allowed, and says whether it left some', async () => {
    await using testStore = await openTestStore(kind)
    const targetId = testStore.targetIds[0]!
    const { ids, dueAtMs, claim } = await oneBegunOfThree(testStore)

    expect(await claim(0)).toEqual({ ids: [], waiting: { targetId, dueAtMs, holdsFresh: true } })
    expect(await claim(1)).toEqual({ ids: [ids[1]], waiting: { targetId, dueAtMs, holdsFresh: true } })
    expect(await claim(2)).toEqual({ ids: [ids[2]], waiting: { targetId, dueAtMs } })
  })

  test('no delivery without an attempt where another is due and their number is limited', async () => {
    await using testStore = await openTestStore(kind)
    const targetId = testStore.targetIds[0]!
    const { ids, claim } = await oneBegunOfThree(testStore)
    testStore.clock.advance(1000)

    const waiting = { targetId, dueAtMs: null, holdsFresh: true }
    expect(await claim(1)).toEqual({ ids: [ids[0]], waiting })
  })

  test('and gives back: due at once, as if it had not been claimed', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    testStore.clock.advance(1000)

    await testStore.giveBack(leased!)

    const dueAtMs = testStore.clock.now()
    expect(await testStore.delivery(id)).toMatchObject({ state: 'pending', attempts: 0, dueAtMs })
    expect((await testStore.claim()).deliveries).toEqual([leased])
  })

  test('and gives back nothing that another node holds, or that has moved on', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries

    await testStore.giveBack(leased!, 'other-node')
    await testStore.giveBack({ ...leased!, attempt: 7 })

    expect(await testStore.delivery(id)).toMatchObject({ state: 'running', attempts: 1 })
  })

  test('and leaves stopped what was stopped before it was given back', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    await testStore.store.policies.remove(testStore.projectId, testStore.policyId)

    await testStore.giveBack(leased!)

    expect(await testStore.delivery(id)).toMatchObject({ state: 'stopped', attempts: 0, dueAtMs: null })
  })
})
