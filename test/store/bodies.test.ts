import { describe, expect, test } from 'vitest'
import { auditAccount } from '../../src/domain/delivery/audit-account.ts'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { retryAt, succeeded } from './outcomes.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const DAY_MS = 24 * 3_600_000

describe.each(databases)('$name removes bodies', (kind) => {
  test('of deliveries that ended long ago: they stay, and the account balances', async () => {
    await using testStore = await openTestStore(kind)
    const old = await deliverOne(testStore)
    await passDays(testStore, 2)
    const young = await deliverOne(testStore)

    await removeAll(testStore)

    expect(await hasBodies(testStore, old)).toEqual({ payload: false, attempts: false })
    expect(await hasBodies(testStore, young)).toEqual({ payload: true, attempts: true })
    expect(await testStore.deliveries()).toMatchObject({
      total: 2,
      items: [
        { id: young, attempts: 1 },
        { id: old, state: 'success', attempts: 1, payload: '' },
      ],
    })
    expect(await faults(testStore)).toEqual([])
  })

  test('but not what a delivery needs that waits, is under way or was asked for again', async () => {
    const targets = ['http://one.example/', 'http://two.example/']
    await using testStore = await openTestStore(kind, policyDraft(targets))
    const ended = await deliverOne(testStore)
    const waiting = await testStore.acceptOne({ target: testStore.targetIds[1]! })
    const [begun] = (await testStore.claim({ target: testStore.targetIds[1]! })).deliveries
    await testStore.complete(begun!, retryAt(testStore.clock.now() + 100 * DAY_MS))
    await passDays(testStore, 2)
    const [again] = await testStore.store.deliveryControl.redeliver([ended])
    await testStore.acceptOne({ leased: true })

    await removeAll(testStore)

    expect(await hasBodies(testStore, waiting)).toEqual({ payload: true, attempts: true })
    expect(await hasBodies(testStore, again!.id)).toMatchObject({ payload: true })
    expect(await faults(testStore)).toEqual([])
    const [leased] = (await testStore.claim()).deliveries
    expect(leased).toMatchObject({ id: again!.id, payload: { body: expect.stringContaining('id') } })
  })

  test('once, and more when more is old', async () => {
    await using testStore = await openTestStore(kind)
    const first = await deliverOne(testStore)
    await passDays(testStore, 2)
    await deliverOne(testStore)
    await removeAll(testStore)
    const second = await deliverOne(testStore)
    await passDays(testStore, 2)
    await deliverOne(testStore)

    await removeAll(testStore)

    expect(await hasBodies(testStore, first)).toEqual({ payload: false, attempts: false })
    expect(await hasBodies(testStore, second)).toEqual({ payload: false, attempts: false })
    expect(await faults(testStore)).toEqual([])
  })

  test('and what has lost its payload is not sent again', async () => {
    await using testStore = await openTestStore(kind)
    const old = await deliverOne(testStore)
    await passDays(testStore, 2)
    await deliverOne(testStore)
    await removeAll(testStore)
    expect(await testStore.store.deliveryControl.redeliver([old])).toEqual([])
  })

  test('of all deliveries, and a new payload never passes for that of an old one', async () => {
    await using testStore = await openTestStore(kind)
    const old = await deliverOne(testStore)
    await passDays(testStore, 2)
    await removeAll(testStore)
    const young = await deliverOne(testStore)

    const [payload, ofYoung] = [await testStore.delivery(old), await testStore.delivery(young)].map(
      (one) => one.payload,
    )
    expect(ofYoung).not.toBe('')
    expect(payload).not.toBe(ofYoung)
    expect((await testStore.store.history.payload(old))?.body).not.toBe(ofYoung)
  })

  test('of hundreds, slice by slice', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.accept(...Array.from({ length: 1200 }, () => testStore.event({ leased: true })))
    const { items } = await testStore.deliveries()
    await Promise.all(items.map(({ id }) => testStore.complete({ id, attempt: 1 }, succeeded)))
    await passDays(testStore, 2)
    await deliverOne(testStore)

    await removeAll(testStore)

    const some = await Promise.all(items.slice(0, 40).map(({ id }) => hasBodies(testStore, id)))
    expect(some.filter(({ payload, attempts }) => payload || attempts)).toEqual([])
    expect(await faults(testStore)).toEqual([])
  })
})

/** Removes what is older than a day. */
async function removeAll({ store, clock }: TestStore): Promise<void> {
  while (await store.retention.removeBodies({ sinceMs: clock.now() - DAY_MS, events: null }));
}

async function passDays(testStore: TestStore, days: number): Promise<void> {
  testStore.clock.advance(days * DAY_MS)
  await testStore.sweep({ maxAgeMs: 1000 * DAY_MS, maxWaitMs: 1000 * DAY_MS })
  await testStore.database.beginRange()
}

async function deliverOne(testStore: TestStore): Promise<number> {
  const id = await testStore.acceptOne({ leased: true })
  await testStore.complete({ id, attempt: 1 }, succeeded)
  return id
}

async function hasBodies({ store }: TestStore, id: number) {
  const [payload, attempts] = await Promise.all([store.history.payload(id), store.deliveries.attempts(id)])
  return { payload: payload !== null, attempts: attempts.length > 0 }
}

/** What the audit says of deliveries. */
async function faults({ database }: TestStore): Promise<readonly string[]> {
  await using reader = await database.openAccount()
  const { findings } = await auditAccount(reader)
  return findings.filter(({ delivery }) => delivery !== undefined).map(({ what }) => what)
}
