import { describe, expect, test } from 'vitest'
import { lossAccount } from '../../src/domain/delivery/history.ts'
import type { AcceptResult } from '../../src/domain/delivery/queue.ts'
import { clientOf } from '../../src/domain/event/client.ts'
import type { DatabaseKind } from './database.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

/** All events that stand for something themselves. */
const EVERYWHERE = { projectId: null, withParts: false }
const digest = `sha256:${'a1'.repeat(32)}`

/** A store whose events have a source. */
async function openWithSource(kind: DatabaseKind): Promise<TestStore> {
  const testStore = await openTestStore(kind)
  await testStore.store.sources.create({ name: 'default', kind: 'distribution', token: 'abc' })
  return testStore
}

/** Stores an event that waits so long, and gives it as it then is. */
async function hold(testStore: TestStore, forMs: number) {
  const { event, projectId, sequence } = testStore.event()
  const heldUntilMs = testStore.clock.now() + forMs
  const undecided = { verdicts: [], withheld: null, payloads: [], deliveries: [], heldUntilMs }
  const client = '10.0.0.7 Helm/3.16.2'
  const known = { ...event, client, artifacts: [{ ...event.artifacts[0]!, tag: null, digest }] }
  await testStore.accept({ event: known, projectId, sequence, repositoryCreatedAtMs: 1, ...undecided })
  return known
}

/** Decides a held event: one delivery to each target. */
async function settle(
  testStore: TestStore,
  event: Awaited<ReturnType<typeof hold>>,
  decidedBy?: number,
): Promise<AcceptResult> {
  const revision = decidedBy ?? (await testStore.revision())
  const decided = { ...testStore.event(), event: { ...event, role: 'child' as const } }
  return testStore.store.queue.settle({ revision, lease: testStore.lease(), events: [decided] })
}

describe.each(databases)('on $name, a held event', (kind) => {
  test.each([10, -1])(
    'waits as long as it should, though the clock of the system jumps by %i days',
    async (days) => {
      await using testStore = await openWithSource(kind)
      const { clock, store } = testStore
      const due = async () =>
        (await store.queue.held({ dueAtMs: clock.now(), limit: 10 })).map(({ event }) => event.id)
      const before = await hold(testStore, 5000)
      clock.advance(1000)
      clock.jump(days * 86_400_000)
      const after = await hold(testStore, 5000)

      expect(
        (await store.queue.held({ limit: 10 })).map(({ heldUntilMs }) => heldUntilMs - clock.now()),
      ).toEqual([4000, 5000])
      clock.advance(3999)
      expect(await due()).toEqual([])
      clock.advance(1)
      expect(await due()).toEqual([before.id])
      clock.advance(1000)
      expect(await due()).toEqual([before.id, after.id])
    },
  )

  test('is stored, has no verdict yet, and is found by its time, repository and digest, also after a restart', async () => {
    await using testStore = await openWithSource(kind)
    const late = await hold(testStore, 5000)
    const soon = await hold(testStore, 2000)
    await testStore.reopen()

    const { queue } = testStore.store
    const idsOf = async (filter: object) =>
      (await queue.held({ limit: 10, ...filter })).map(({ event }) => event.id)
    expect(await idsOf({})).toEqual([soon.id, late.id])
    expect(await idsOf({ limit: 1 })).toEqual([soon.id])
    expect(await idsOf({ dueAtMs: testStore.clock.now() + 2000 })).toEqual([soon.id])
    expect(await idsOf({ repository: 'team/app', digests: [digest] })).toHaveLength(2)
    expect(await idsOf({ repository: 'team/app', digests: ['sha256:other'] })).toEqual([])
    expect(await idsOf({ repository: 'team/ship', digests: [digest] })).toEqual([])
    expect(await testStore.store.history.event(null, soon.id)).toMatchObject({
      verdicts: [],
      heldUntilMs: expect.any(Number),
    })
  })

  test('is decided once, with its deliveries, and is held no more', async () => {
    await using testStore = await openWithSource(kind)
    const event = await hold(testStore, 5000)

    expect(await settle(testStore, event)).toEqual({ outcome: 'stored', deliveryIds: [[expect.any(Number)]] })
    expect(await settle(testStore, event)).toEqual({ outcome: 'stored', deliveryIds: [null] })
    expect((await testStore.deliveries()).total).toBe(1)
    expect(await testStore.store.queue.held({ limit: 10 })).toEqual([])
    expect(await testStore.store.history.event(null, event.id)).toMatchObject({
      verdicts: [{ verdict: 'deliver' }],
      heldUntilMs: null,
    })
  })

  test('stays held when the rules that decided it have changed', async () => {
    await using testStore = await openWithSource(kind)
    const event = await hold(testStore, 5000)
    const revision = await testStore.revision()
    await testStore.store.settings.change({ notificationsEnabled: false })

    expect(await settle(testStore, event, revision)).toEqual({ outcome: 'stale', because: 'rules' })
    expect(await testStore.store.queue.held({ limit: 10 })).toHaveLength(1)
    expect((await testStore.deliveries()).total).toBe(0)
  })

  test('is joined to the event that is accepted next, stays on record without deliveries, and cannot be settled any more', async () => {
    await using testStore = await openWithSource(kind)
    const held = await hold(testStore, 5000)
    const tagged = testStore.event()
    const heldChanges = [{ id: held.id, mergedInto: tagged.event.id }]
    await testStore.accept({ ...tagged, heldChanges })

    expect(await testStore.store.queue.held({ limit: 10 })).toEqual([])
    expect(await settle(testStore, held)).toEqual({ outcome: 'stored', deliveryIds: [null] })
    const stored = await testStore.store.history.event(null, held.id)
    expect(stored).toMatchObject({ verdicts: [], heldUntilMs: null, mergedInto: tagged.event.id })
    expect(lossAccount(stored!, [])).toMatchObject({ accepted: 1, merged: 1, pending: 0 })
    // What a person has sent again are the events that stand for something themselves.
    expect(await testStore.store.pastEvents.newest(EVERYWHERE, 10)).toMatchObject([
      { event: { id: tagged.event.id } },
    ])
  })

  test('is joined to no event that was reported before, and not once it is settled', async () => {
    await using testStore = await openWithSource(kind)
    const tagged = testStore.event({ sourceEventId: 'tagged' })
    await testStore.accept(tagged)
    const held = await hold(testStore, 5000)
    const repeated = testStore.event({ sourceEventId: 'tagged' })
    const heldChanges = [{ id: held.id, mergedInto: repeated.event.id }]
    await testStore.accept({ ...repeated, heldChanges })
    expect(await testStore.store.queue.held({ limit: 10 })).toHaveLength(1)

    await settle(testStore, held)
    const late = testStore.event()
    await testStore.accept({ ...late, heldChanges: [{ id: held.id, mergedInto: late.event.id }] })
    expect(await testStore.store.history.event(null, held.id)).toMatchObject({ mergedInto: null })
  })

  test('waits longer while its client still pushes, never shorter, and remembers its client after a restart', async () => {
    await using testStore = await openWithSource(kind)
    const held = await hold(testStore, 5000)
    const untilMs = testStore.clock.now() + 9000
    for (const heldUntilMs of [untilMs, untilMs - 3000])
      await testStore.accept({ ...testStore.event(), heldChanges: [{ id: held.id, heldUntilMs }] })
    await testStore.reopen()
    expect(await testStore.store.queue.held({ limit: 10 })).toMatchObject([
      { heldUntilMs: untilMs, client: clientOf(held) },
    ])
  })

  test('can wait longer or be joined without a new event, by the clock of the service', async () => {
    await using testStore = await openWithSource(kind)
    const { clock, store } = testStore
    clock.jump(86_400_000)
    const whole = testStore.event()
    await testStore.accept(whole)
    const [first, second] = [await hold(testStore, 5000), await hold(testStore, 5000)]
    const heldUntilMs = clock.now() + 9000
    await store.queue.changeHeld([
      { id: first.id, heldUntilMs },
      { id: second.id, mergedInto: whole.event.id },
    ])
    const held = await store.queue.held({ limit: 10 })
    expect(held.map((one) => [one.event.id, one.heldUntilMs])).toEqual([[first.id, heldUntilMs]])
    expect(await store.history.event(null, second.id)).toMatchObject({ mergedInto: whole.event.id })
  })

  test('is no past event that could be delivered again', async () => {
    await using testStore = await openWithSource(kind)
    const event = await hold(testStore, 5000)
    expect(await testStore.store.pastEvents.newest(EVERYWHERE, 10)).toEqual([])
    await settle(testStore, event)
    expect(await testStore.store.pastEvents.newest(EVERYWHERE, 10)).toMatchObject([
      { event: { id: event.id } },
    ])
  })
})
