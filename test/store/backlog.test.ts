import { describe, expect, test } from 'vitest'
import type { DatabaseKind } from './database.ts'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const FEW = 10
const MANY = 100_000
/** With a look at every waiting delivery it is more than twenty; chance makes of one rarely more than three. */
const TOLERATED_RATIO = 8

/** A store in which so many deliveries wait for the first target, and few for the second. */
async function openWaiting(kind: DatabaseKind, count: number): Promise<TestStore> {
  const testStore = await openTestStore(kind, policyDraft(['http://one.example/', 'http://other.example/']))
  const [one, other] = testStore.targetIds as [number, number]
  const targets = [...Array.from({ length: count }, () => one), ...Array.from({ length: FEW }, () => other)]
  await testStore.accept(testStore.event({ targets }))
  return testStore
}

/** How much longer the second takes than the first: both in turns, since others slow this machine at any moment. */
async function ratioOf(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  times = 51,
): Promise<number> {
  const took: { readonly first: number[]; readonly second: number[] } = { first: [], second: [] }
  for (let time = 0; time < times; time++) {
    took.first.push(await timeOf(first))
    took.second.push(await timeOf(second))
  }
  return median(took.second) / median(took.first)
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!
}

describe.each(databases)('$name with 100,000 deliveries waiting for one target', (kind) => {
  test('claims as fast as with ten, for this target and others, due or not', async () => {
    await using few = await openWaiting(kind, FEW)
    await using many = await openWaiting(kind, MANY)
    const [one, other] = many.targetIds as [number, number]
    const claim = (testStore: TestStore, targetId: number, room: number, earlierMs: number) => {
      const nowMs = testStore.clock.now() - earlierMs
      const asked = { lease: testStore.lease(), nowMs, wants: [{ targetId, room }] }
      return () => testStore.store.queue.claim(asked)
    }

    for (const target of [one, other]) {
      const looking = await ratioOf(claim(few, one, 8, 1), claim(many, target, 8, 1))
      expect(looking, 'nothing due').toBeLessThan(TOLERATED_RATIO)
    }
    for (const target of [one, other]) {
      const taking = await ratioOf(claim(few, target, 1, 0), claim(many, target, 1, 0), FEW - 1)
      expect(taking, 'all due').toBeLessThan(TOLERATED_RATIO)
    }
  })

  test('knows which targets wait without looking at every delivery', async () => {
    await using few = await openWaiting(kind, FEW)
    await using many = await openWaiting(kind, MANY)

    const waiting = await ratioOf(
      () => few.store.queue.waitingTargets(),
      () => many.store.queue.waitingTargets(),
    )

    expect(await many.store.queue.waitingTargets()).toHaveLength(2)
    expect(waiting).toBeLessThan(TOLERATED_RATIO)
  })

  test('sweeps as fast as with ten when there is nothing to do', async () => {
    await using few = await openWaiting(kind, FEW)
    await using many = await openWaiting(kind, MANY)

    const sweeping = await ratioOf(
      () => few.sweep(),
      () => many.sweep(),
    )

    expect(sweeping).toBeLessThan(TOLERATED_RATIO)
  })
})
