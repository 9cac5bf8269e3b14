import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HOUR_MS, PROJECT_FIGURES_MS, hourOf } from '../../src/domain/figures/hour-figures.ts'
import type { StatisticsBucket } from '../../src/domain/figures/statistics.ts'
import { databases } from './databases.ts'
import { gaveUp, retryAt, succeeded } from './outcomes.ts'
import { DAY_MS, daysOld, deliverAll, remove } from './removal.ts'
import { type TestStore, openTestStore } from './test-store.ts'

describe.each(databases)('$name keeps figures of hours', (kind) => {
  test('that are the same before and after what they are of is removed', async () => {
    await using testStore = await openTestStore(kind)
    for (let hour = 0; hour < 40; hour++) {
      await deliverRandomly(testStore, randomInt(0, 6))
      testStore.clock.advance(HOUR_MS)
    }
    await countAll(testStore)
    const before = await ofYear(testStore)
    expect(before.totals.accepted).toBeGreaterThan(0)

    const { deliveries } = await remove(testStore, daysOld(testStore, 1))
    expect(deliveries).toBeGreaterThan(0)
    expect((await ofYear(testStore)).totals.accepted).toBeGreaterThanOrEqual(deliveries)
    await countAll(testStore)

    for (const figures of [await ofYear(testStore), await ofYear(testStore, testStore.projectId)]) {
      expect(figures.totals).toEqual(before.totals)
      expect(figures.buckets.map(countsOf)).toEqual(before.buckets.map(countsOf))
      expect(figures.completeSinceMs).toBeNull()
    }
  })

  test('also of deliveries that are removed before anybody counted them', async () => {
    await using testStore = await openTestStore(kind)
    await deliverRandomly(testStore, 30)
    const before = await ofYear(testStore)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    expect(await remove(testStore, daysOld(testStore, 1))).toMatchObject({ events: 30 })
    const { accepted, delivered } = before.totals
    expect((await ofYear(testStore)).totals).toMatchObject({
      accepted: accepted + 1,
      delivered: delivered + 1,
    })
  })

  test('in which a delivery that ends late, or is sent again, counts in the hour that it was created in', async () => {
    await using testStore = await openTestStore(kind)
    const { clock, store } = testStore
    const [ids] = await testStore.accept(testStore.event({ leased: true }))
    await testStore.complete({ id: ids![0]!, attempt: 1 }, retryAt(clock.now() + 2 * DAY_MS))
    await deliverAll(testStore, 2)
    const firstMs = clock.now()
    clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    await countAll(testStore)
    await remove(testStore, daysOld(testStore, 1))
    await countAll(testStore)
    const first = async () => (await statistics(testStore, null, firstMs, firstMs + HOUR_MS)).totals
    expect(await first()).toMatchObject({ accepted: 3, delivered: 2, failed: 0 })

    const [late] = (await testStore.claim()).deliveries
    await testStore.complete(late!, gaveUp)
    await countAll(testStore)
    expect(await first()).toMatchObject({ accepted: 3, delivered: 2, failed: 1 })

    clock.advance(DAY_MS)
    await store.deliveryControl.redeliver([ids![0]!])
    await countAll(testStore)
    expect(await first()).toMatchObject({ accepted: 3, delivered: 2, failed: 0, redelivered: 1 })
    expect((await ofYear(testStore)).totals).toMatchObject({ accepted: 5, delivered: 3, redelivered: 1 })
  })

  test('and says from when on they are whole while older hours are not counted', async () => {
    await using testStore = await openTestStore(kind)
    const beganMs = testStore.clock.now()
    await testStore.acceptOne()
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 3)
    testStore.clock.advance(2 * DAY_MS)
    await deliverAll(testStore, 1)
    await testStore.store.hourFigures.findChanged()
    await remove(testStore, daysOld(testStore, 1))
    expect(await ofYear(testStore)).toMatchObject({
      totals: { accepted: 4 },
      completeSinceMs: hourOf(beganMs) + HOUR_MS,
    })

    await countAll(testStore)
    expect(await ofYear(testStore)).toMatchObject({ totals: { accepted: 5 }, completeSinceMs: null })
  })

  test('of years, and since whenever one asks', async () => {
    await using testStore = await openTestStore(kind)
    await deliverAll(testStore, 1)
    const hours = 1100
    const events = Array.from({ length: hours }, () => {
      testStore.clock.advance(HOUR_MS)
      return testStore.event()
    })
    for (let first = 0; first < hours; first += 275)
      await testStore.accept(...events.slice(first, first + 275))
    await countAll(testStore)
    await remove(testStore, daysOld(testStore, 1))
    await countAll(testStore)
    const figures = await statistics(testStore, null, 0)
    expect(figures).toMatchObject({ totals: { accepted: hours + 1, delivered: 1 }, completeSinceMs: null })
    expect(figures.buckets).toHaveLength(hours + 1)
  })

  test('those of single projects for 400 days, those of all together for ever', async () => {
    await using testStore = await openTestStore(kind)
    await deliverAll(testStore, 4)
    await countAll(testStore)
    testStore.clock.advance(PROJECT_FIGURES_MS + DAY_MS)
    await deliverAll(testStore, 1)
    await remove(testStore, daysOld(testStore, 1))
    await countAll(testStore)
    await testStore.store.hourFigures.forgetBefore(testStore.clock.now() - PROJECT_FIGURES_MS)

    const sinceMs = testStore.clock.now() - 2 * PROJECT_FIGURES_MS
    expect(await statistics(testStore, null, sinceMs)).toMatchObject({
      totals: { accepted: 5 },
      completeSinceMs: null,
    })
    expect(await statistics(testStore, testStore.projectId, sinceMs)).toMatchObject({
      totals: { accepted: 1 },
    })
  })
})

/** Delivers some, gives some up, and leaves some waiting for a few minutes first. */
async function deliverRandomly(testStore: TestStore, count: number): Promise<void> {
  for (let one = 0; one < count; one++) {
    const [ids] = await testStore.accept(testStore.event({ leased: true }))
    testStore.clock.advance(randomInt(0, 60_000))
    await testStore.complete({ id: ids![0]!, attempt: 1 }, randomInt(3) === 0 ? gaveUp : succeeded)
  }
}

async function countAll({ store: { hourFigures } }: TestStore): Promise<void> {
  await hourFigures.findChanged()
  while (await hourFigures.countNext());
}

function ofYear(testStore: TestStore, projectId: number | null = null) {
  return statistics(testStore, projectId, testStore.clock.now() - 365 * DAY_MS)
}

function statistics(
  { store, clock }: TestStore,
  projectId: number | null,
  sinceMs: number,
  untilMs = clock.now() + 1,
) {
  return store.statistics({ projectId, sinceMs, untilMs, bucketMs: HOUR_MS })
}

function countsOf({ atMs, accepted, delivered, failed }: StatisticsBucket) {
  return { atMs, accepted, delivered, failed }
}
