import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { OWNER, policyDraft } from './drafts.ts'
import { type Harbour, openHarbour } from './harbour.ts'
import { retryAt } from './outcomes.ts'

/** Stores deliveries to the first target, the later ones a second apart; their ids. */
async function acceptInTurn(harbour: Harbour, count: number): Promise<readonly number[]> {
  const ids: number[] = []
  while (ids.length < count) {
    ids.push(await harbour.acceptOne())
    harbour.clock.advance(1000)
  }
  return ids
}

describe.each(databases)('$name claims', (kind) => {
  test('what is due, with everything that its attempt needs', async () => {
    await using harbour = await openHarbour(kind)
    const event = harbour.event({ repository: 'harbour/deep/boat' })
    const [ids] = await harbour.accept(event)

    const { deliveries, revision } = await harbour.claim()

    expect(revision).toBe(await harbour.revision())
    expect(deliveries).toEqual([
      {
        ...{ id: ids![0], eventId: event.event.id, eventType: 'PUSH_ARTIFACT', attempt: 1, failures: 0 },
        ...{ repository: 'harbour/deep/boat', projectId: harbour.projectId, targetId: harbour.targetIds[0] },
        payload: { contentType: 'application/json', body: event.payloads[0]!.body },
      },
    ])
    expect(await harbour.delivery(ids![0]!)).toMatchObject({ state: 'running', attempts: 1, dueAtMs: null })
  })

  test('a delivery once, however many ask for it at the same time', async () => {
    await using harbour = await openHarbour(kind)
    await acceptInTurn(harbour, 5)

    const claims = await Promise.all([
      ...Array.from({ length: 10 }, () => harbour.claim({ room: 2 })),
      ...Array.from({ length: 10 }, () => harbour.claim({ room: 2, owner: 'other-node' })),
    ])

    const ids = claims.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
  })

  test('the oldest first, no more than there is room for, and says when the next is due', async () => {
    await using harbour = await openHarbour(kind)
    const startMs = harbour.clock.now()
    const ids = await acceptInTurn(harbour, 5)

    const { deliveries, waiting } = await harbour.claim({ room: 3 })

    expect(deliveries.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect(waiting).toEqual([{ targetId: harbour.targetIds[0], dueAtMs: startMs + 3000 }])
  })

  test('nothing before it is due, and then at that very millisecond', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    const dueAtMs = harbour.clock.now() + 500
    await harbour.complete(leased!, retryAt(dueAtMs))

    harbour.clock.advance(499)
    const early = await harbour.claim()
    harbour.clock.advance(1)
    const inTime = await harbour.claim()

    expect(early.deliveries).toEqual([])
    expect(early.waiting).toEqual([{ targetId: harbour.targetIds[0], dueAtMs }])
    expect(inTime.deliveries).toMatchObject([{ id: leased!.id, attempt: 2, failures: 1 }])
    expect(inTime.waiting).toEqual([{ targetId: harbour.targetIds[0], dueAtMs: null }])
  })

  test('what was due longest first, whether it is a retry or new', async () => {
    await using harbour = await openHarbour(kind)
    const old = await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    await harbour.complete(leased!, retryAt(harbour.clock.now() + 1500))
    harbour.clock.advance(1000)
    const [second] = await acceptInTurn(harbour, 1)
    const [third] = await acceptInTurn(harbour, 1)

    const { deliveries } = await harbour.claim()

    expect(deliveries.map(({ id }) => id)).toEqual([second, old, third])
  })

  test('for each target as much as that one has room for', async () => {
    const draft = policyDraft(['http://one.example/', 'http://two.example/', 'http://three.example/'])
    await using harbour = await openHarbour(kind, draft)
    await harbour.accept(...Array.from({ length: 4 }, () => harbour.event()))
    const [one, two, three] = harbour.targetIds as [number, number, number]
    const nowMs = harbour.clock.now()

    const { deliveries, waiting } = await harbour.store.queue.claim({
      ...{ lease: harbour.lease(OWNER), nowMs },
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

  test('and gives back: due at once, as if it had not been claimed', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    harbour.clock.advance(1000)

    const nowMs = harbour.clock.now()
    await harbour.store.queue.giveBack({ owner: OWNER, nowMs, deliveries: [leased!] })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'pending', attempts: 0, dueAtMs: nowMs })
    expect((await harbour.claim()).deliveries).toEqual([leased])
  })

  test('and gives back nothing that another node holds, or that has moved on', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    const nowMs = harbour.clock.now()

    await harbour.store.queue.giveBack({ owner: 'other-node', nowMs, deliveries: [leased!] })
    await harbour.store.queue.giveBack({ owner: OWNER, nowMs, deliveries: [{ ...leased!, attempt: 7 }] })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'running', attempts: 1 })
  })

  test('and leaves stopped what was stopped before it was given back', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    await harbour.store.policies.remove(harbour.projectId, harbour.policyId)

    const nowMs = harbour.clock.now()
    await harbour.store.queue.giveBack({ owner: OWNER, nowMs, deliveries: [leased!] })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'stopped', attempts: 0, dueAtMs: null })
  })
})
