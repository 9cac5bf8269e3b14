import { describe, expect, test } from 'vitest'
import { auditAccount } from '../../src/domain/delivery/audit-account.ts'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { gaveUp, retryAt, succeeded } from './outcomes.ts'
import { DAY_MS, daysOld, deliverAll, remove } from './removal.ts'
import { type TestStore, openTestStore } from './test-store.ts'

describe.each(databases)('$name removes events', (kind) => {
  test('that are too old, with all that belongs to them; the account goes on to balance', async () => {
    await using testStore = await openTestStore(
      kind,
      policyDraft(['http://one.example/', 'http://two.example/']),
    )
    await deliverAll(testStore, 3)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 2)
    const before = await audit(testStore)

    expect(await remove(testStore, daysOld(testStore, 1))).toEqual({ events: 3, deliveries: 6 })

    expect(await testStore.deliveries()).toMatchObject({ total: 4 })
    const after = await audit(testStore)
    expect(after).toMatchObject({ balanced: true, events: 2, deliveries: 4, account: before.account })
    expect(after.sources).toEqual(before.sources)
    expect(after.removed).toMatchObject({ events: 3, deliveries: 6, account: { accepted: 6, delivered: 6 } })
    expect(after.removed.acceptedUpToMs).toBe(testStore.clock.now() - 2 * DAY_MS)
  })

  test('and what is sent again says since when it is complete', async () => {
    await using testStore = await openTestStore(kind)
    const { pastEvents, deliveryControl } = testStore.store
    const beganMs = testStore.clock.now()
    const id = await testStore.acceptOne({ leased: true })
    await testStore.complete({ id, attempt: 1 }, gaveUp)
    const scope = { policyId: testStore.policyId, targetId: testStore.targetIds[0]!, sinceMs: beganMs }
    const incomplete = () => deliveryControl.incompletelyRecoverable(scope, testStore.projectId)
    expect([await pastEvents.removedUpTo(null), await incomplete()]).toEqual([null, null])
    expect(await deliveryControl.recoverable(scope, 10)).toBe(1)
    expect(await deliveryControl.withoutPayload([id])).toEqual(new Set())
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)

    await remove(testStore, daysOld(testStore, 1))

    expect(await pastEvents.removedUpTo(testStore.projectId)).toBe(beganMs)
    expect(await pastEvents.removedUpTo(testStore.projectId + 1)).toBeNull()
    expect(await incomplete()).toEqual({ completeSinceMs: beganMs + 1, removed: 'events' })
    expect(await deliveryControl.incompletelyRecoverable({ ...scope, sinceMs: beganMs + 1 }, null)).toBeNull()
    expect(await deliveryControl.recoverable(scope, 10)).toBe(0)
  })

  test('that are too many, however young, and no others', async () => {
    await using testStore = await openTestStore(kind)
    await deliverAll(testStore, 7)
    expect(await remove(testStore, { sinceMs: null, events: 4 })).toEqual({ events: 3, deliveries: 3 })
    expect(await remove(testStore, { sinceMs: null, events: 4 })).toEqual({ events: 0, deliveries: 0 })
    expect(await audit(testStore)).toMatchObject({ balanced: true, events: 4, removed: { events: 3 } })
  })

  test('but none whose delivery has not ended, and none that is held', async () => {
    const targets = ['http://one.example/', 'http://two.example/']
    await using testStore = await openTestStore(kind, policyDraft(targets))
    const [first, second] = testStore.targetIds
    const [begun] = await deliverAll(testStore, 1, [first!])
    await testStore.accept(testStore.event({ targets: [second!] }))
    const [leased] = (await testStore.claim({ target: second! })).deliveries
    await testStore.complete(leased!, retryAt(testStore.clock.now() + 100 * DAY_MS))
    await testStore.accept({ ...testStore.event({ targets: [] }), heldUntilMs: testStore.clock.now() + 1000 })
    const [again] = await testStore.store.deliveryControl.redeliver([begun!])
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)

    expect(await remove(testStore, daysOld(testStore, 1))).toEqual({ events: 0, deliveries: 0 })

    const [one] = (await testStore.claim({ target: first! })).deliveries
    expect(one).toMatchObject({ id: again!.id })
    await testStore.complete(one!, succeeded)
    expect(await remove(testStore, daysOld(testStore, 1))).toEqual({ events: 1, deliveries: 2 })
    expect((await audit(testStore)).removed.account).toMatchObject({ accepted: 2, delivered: 2 })
  })

  test('and the reports of those are repeats still, until their keys are removed too', async () => {
    await using testStore = await openTestStore(kind)
    const report = () => testStore.event({ sourceEventId: 'reported-once', leased: true })
    const [ids] = await testStore.accept(report())
    await testStore.complete({ id: ids![0]!, attempt: 1 }, succeeded)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    await remove(testStore, daysOld(testStore, 1))

    expect(await testStore.accept(report())).toEqual([null])

    testStore.clock.advance(31 * DAY_MS)
    const { retention } = testStore.store
    while (await retention.removeKeys(testStore.clock.now() - 30 * DAY_MS));
    expect(await testStore.accept(report())).toEqual([[expect.any(Number)]])
  })

  test('by the hundreds, slice by slice, while the audit balances in between', async () => {
    await using testStore = await openTestStore(kind)
    await deliverAll(testStore, 900)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    const { retention } = testStore.store
    const bounds = (await retention.boundsOf(daysOld(testStore, 1)))!
    let slices = 0
    let removed = 0
    for (let after: number | null = 0; after !== null; slices++) {
      const slice = await retention.removeEvents(bounds, after)
      removed += slice.events
      after = slice.after
      if (slices < 3)
        expect(await audit(testStore)).toMatchObject({
          balanced: true,
          events: 901 - removed,
          removed: { events: removed },
        })
    }
    expect(removed).toBe(900)
    expect(slices).toBeGreaterThan(2)
    expect(await audit(testStore)).toMatchObject({
      balanced: true,
      account: { accepted: 901, delivered: 901 },
    })
  })

  test('and numbers of deliveries are not given out again', async () => {
    await using testStore = await openTestStore(kind)
    const ids = await deliverAll(testStore, 3)
    testStore.clock.advance(2 * DAY_MS)
    await remove(testStore, daysOld(testStore, 1))
    await testStore.reopen()
    const [next] = await deliverAll(testStore, 1)
    expect(next).toBeGreaterThan(Math.max(...ids))
    expect(await audit(testStore)).toMatchObject({ balanced: true })
  })

  test('of which one is a part of another, in any order', async () => {
    await using testStore = await openTestStore(kind)
    const whole = testStore.event({ sourceEventId: 'whole', leased: true })
    const [ids] = await testStore.accept(whole)
    await testStore.complete({ id: ids![0]!, attempt: 1 }, succeeded)
    testStore.clock.advance(2 * DAY_MS)
    const part = testStore.event({ targets: [] })
    const partOf = { sourceEventId: 'whole', reportedAtMs: whole.event.acceptedAtMs }
    await testStore.accept({ ...part, verdicts: [], event: { ...part.event, partOf } })
    await deliverAll(testStore, 1)
    const before = await audit(testStore)
    await remove(testStore, daysOld(testStore, 1))
    expect(await audit(testStore)).toMatchObject({ balanced: true, account: before.account, events: 2 })
  })

  test('but none on legal hold: of a project, a time or one event, until it is lifted', async () => {
    await using testStore = await openTestStore(kind)
    const { legalHolds, retention, history } = testStore.store
    const [one] = await deliverAll(testStore, 1)
    await deliverAll(testStore, 2)
    const { eventId } = (await history.delivery(null, one!))!
    testStore.clock.advance(2 * DAY_MS)
    await testStore.sweep({ maxAgeMs: 1000 * DAY_MS })
    await testStore.database.beginRange()
    await deliverAll(testStore, 1)
    const nothing = { projectId: null, eventId: null, sinceMs: null, untilMs: null }
    const place = (scope: object) =>
      legalHolds.place({ ...nothing, ...scope, reason: 'case 7', placedBy: 'admin' })
    const ofProject = await place({ projectId: testStore.projectId })
    expect(await remove(testStore, daysOld(testStore, 1))).toMatchObject({ events: 0 })
    while (await retention.removeBodies(daysOld(testStore, 1)));
    expect(await history.payload(one!)).not.toBeNull()
    expect(await testStore.attempts(one!)).toHaveLength(1)
    const ofTime = await place({ untilMs: testStore.clock.now() - DAY_MS })
    await legalHolds.lift(ofProject!, 'admin')
    expect(await remove(testStore, daysOld(testStore, 1))).toMatchObject({ events: 0 })
    const ofEvent = await place({ eventId })
    await legalHolds.lift(ofTime!, 'admin')
    expect(await remove(testStore, daysOld(testStore, 1))).toMatchObject({ events: 2 })
    expect(await legalHolds.list()).toMatchObject([
      { id: ofEvent, eventId, reason: 'case 7', placedBy: 'admin' },
    ])
    expect(await legalHolds.lift(ofEvent!, 'admin')).toBe(true)
    expect(await legalHolds.lift(ofEvent!, 'admin')).toBe(false)
    while (await retention.removeBodies(daysOld(testStore, 1)));
    expect(await history.payload(one!)).toBeNull()
    expect(await remove(testStore, daysOld(testStore, 1))).toMatchObject({ events: 1 })
    expect(await place({ eventId })).toBeNull()
    expect(await audit(testStore)).toMatchObject({ balanced: true })
  })

  test('with failures, whose totals stay as they ended', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne({ leased: true })
    await testStore.complete({ id, attempt: 1 }, gaveUp)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    await remove(testStore, daysOld(testStore, 1))
    expect((await audit(testStore)).removed.account).toMatchObject({ accepted: 1, failed: 1, delivered: 0 })
    expect(await testStore.store.history.delivery(null, id)).toBeNull()
  })
})

async function audit({ database }: TestStore) {
  await using reader = await database.openAccount()
  return await auditAccount(reader)
}
