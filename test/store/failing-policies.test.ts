import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { gaveUp, outcomeOf, succeeded } from './outcomes.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** How long an attempt takes. */
const ATTEMPT_MS = outcomeOf(gaveUp, 0).durationMs

/** Deliveries of the one policy that end so, one after the other. */
async function end(testStore: TestStore, count: number, next: typeof gaveUp): Promise<void> {
  for (let ended = 0; ended < count; ended++) {
    await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    await testStore.complete(leased!, next)
  }
}

/** Policies that have done nothing but fail for three days. */
const find = ({ store, clock }: TestStore) =>
  store.failingPolicies.find({
    sinceMs: clock.now() - 3 * DAY_MS,
    recentMs: clock.now() - DAY_MS,
    leastFailures: 3,
  })

describe.each(databases)('$name finds a policy that does nothing but fail', (kind) => {
  test('once it has failed for the time, again and again, with when it began and the last reason', async () => {
    await using testStore = await openTestStore(kind)
    const { clock } = testStore
    await end(testStore, 1, gaveUp)
    const failingSinceMs = clock.now() + ATTEMPT_MS
    clock.advance(2 * DAY_MS + 23 * HOUR_MS)
    await end(testStore, 2, { ...gaveUp, reason: 'no connection' })
    expect(await find(testStore)).toEqual([])

    clock.advance(HOUR_MS + ATTEMPT_MS)

    const { id, name, projectId, updatedAtMs } = await testStore.policy()
    const found = { id, name, projectId, updatedAtMs, failingSinceMs, reason: 'no connection' }
    expect(await find(testStore)).toEqual([found])
  })

  test.each([
    ['that are too few', async (testStore: TestStore) => end(testStore, 1, gaveUp)],
    [
      'with a success among them',
      async (testStore: TestStore) => {
        await end(testStore, 1, succeeded)
        await end(testStore, 40, gaveUp)
      },
    ],
  ])('but not after failures %s', async (_, endSome) => {
    await using testStore = await openTestStore(kind)
    await end(testStore, 1, gaveUp)
    testStore.clock.advance(2 * DAY_MS)
    await endSome(testStore)
    testStore.clock.advance(DAY_MS)
    expect(await find(testStore)).toEqual([])
  })

  test('but not when a delivery that waited for long has just succeeded, behind many that failed', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const [old] = (await testStore.claim()).deliveries
    await end(testStore, 40, gaveUp)
    testStore.clock.advance(3 * DAY_MS + ATTEMPT_MS)
    await end(testStore, 1, gaveUp)
    expect(await find(testStore)).toHaveLength(1)

    await testStore.complete(old!, succeeded)

    expect(await find(testStore)).toEqual([])
  })

  test('but not when it has failed for long, and no event came in the last day', async () => {
    await using testStore = await openTestStore(kind)
    await end(testStore, 5, gaveUp)
    testStore.clock.advance(3 * DAY_MS)
    expect(await find(testStore)).toEqual([])
  })

  test('but not when it succeeded before the time and has failed since yesterday only', async () => {
    await using testStore = await openTestStore(kind)
    await end(testStore, 5, gaveUp)
    await end(testStore, 1, succeeded)
    testStore.clock.advance(4 * DAY_MS)
    await end(testStore, 5, gaveUp)
    expect(await find(testStore)).toEqual([])
  })
})

describe.each(databases)('$name looks through the history of a policy', (kind) => {
  test('once until it has failed for the time again, after a success that it found behind failures', async () => {
    await using testStore = await openTestStore(kind)
    const { clock, store } = testStore
    await testStore.acceptOne()
    const [old] = (await testStore.claim()).deliveries
    await end(testStore, 3, gaveUp)
    clock.advance(4 * DAY_MS)
    await end(testStore, 1, gaveUp)
    await testStore.complete(old!, succeeded)
    expect(await find(testStore)).toEqual([])
    const succeededAtMs = clock.now() + ATTEMPT_MS

    clock.advance(DAY_MS)
    await end(testStore, 3, gaveUp)
    expect(await find(testStore)).toEqual([])
    clock.advance(3 * DAY_MS + ATTEMPT_MS)
    await end(testStore, 1, gaveUp)

    const [found] = await find(testStore)
    expect(found?.failingSinceMs).toBe(succeededAtMs + DAY_MS)
    expect(await store.failingPolicies.disable(found!, 'nothing but failures')).toBe(true)
  })
})

describe.each(databases)('$name disables a failing policy', (kind) => {
  const failing = async (testStore: TestStore) => {
    await end(testStore, 3, gaveUp)
    testStore.clock.advance(3 * DAY_MS + ATTEMPT_MS)
    await end(testStore, 1, gaveUp)
    return (await find(testStore))[0]!
  }

  test('with when and why, stops what waits for it, and forgets that when it is enabled again', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId, policyId, clock } = testStore
    const found = await failing(testStore)
    const waiting = await testStore.acceptOne()

    expect(await store.failingPolicies.disable(found, 'nothing but failures')).toBe(true)

    const autoDisabled = { atMs: clock.now(), reason: 'nothing but failures' }
    expect(await testStore.policy()).toMatchObject({ enabled: false, autoDisabled })
    const reason = 'the policy was disabled: nothing but failures'
    expect(await testStore.delivery(waiting)).toMatchObject({ state: 'stopped', reason })
    expect(await find(testStore)).toEqual([])

    await store.policies.update(projectId, policyId, policyDraft(['http://ci.example/']))

    expect(await testStore.policy()).not.toHaveProperty('autoDisabled')
    expect(await find(testStore), 'it has the time again').toEqual([])
  })

  test('unless someone has changed it meanwhile', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId, policyId, clock } = testStore
    const found = await failing(testStore)
    clock.advance(1)
    await store.policies.update(projectId, policyId, policyDraft(['http://ci.example/']))
    expect(await store.failingPolicies.disable(found, 'nothing but failures')).toBe(false)
    expect(await testStore.policy()).toMatchObject({ enabled: true })
  })
})
