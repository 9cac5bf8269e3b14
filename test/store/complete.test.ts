import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'
import { failure, gaveUp, retryAt, succeeded, outcomeOf } from './outcomes.ts'

/** Stores one delivery and leases it. */
async function leaseOne(testStore: TestStore) {
  await testStore.acceptOne()
  return (await testStore.claim()).deliveries[0]!
}

describe.each(databases)('$name completes', (kind) => {
  test('a delivery that succeeded: it ends, and its attempt is on record', async () => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)

    expect(await testStore.complete(leased, succeeded)).toBe('moved')

    const endedAtMs = testStore.clock.now() + 5
    expect(await testStore.delivery(leased.id)).toMatchObject({ state: 'success', reason: '', endedAtMs })
    const outcome = outcomeOf(succeeded, testStore.clock.now())
    expect(await testStore.attempts(leased.id)).toEqual([{ ...outcome, deliveryId: leased.id, number: 1 }])
  })

  test('a delivery that gave up: it ends with its reason', async () => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)

    await testStore.complete(leased, gaveUp)

    const { state, reason, dueAtMs } = await testStore.delivery(leased.id)
    expect({ state, reason, dueAtMs }).toEqual({ state: 'error', reason: failure.text, dueAtMs: null })
    expect((await testStore.claim()).deliveries).toEqual([])
  })

  test('every attempt of a delivery that is retried, and keeps them in their order', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    for (const next of [retryAt(testStore.clock.now()), retryAt(testStore.clock.now()), succeeded]) {
      const [leased] = (await testStore.claim()).deliveries
      await testStore.complete(leased!, next)
    }

    const { id, attempts } = (await testStore.deliveries()).items[0]!
    const recorded = await testStore.attempts(id)
    expect(attempts).toBe(3)
    expect(recorded.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(recorded.map((attempt) => attempt.failure)).toEqual([failure, failure, null])
  })

  test('nothing for a node that does not hold the lease', async () => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)

    expect(await testStore.complete(leased, gaveUp, 'other-node')).toBe('lease lost')

    expect((await testStore.delivery(leased.id)).state).toBe('running')
  })

  test('nothing for an attempt before the one that is under way', async () => {
    await using testStore = await openTestStore(kind)
    const first = await leaseOne(testStore)
    await testStore.complete(first, retryAt(testStore.clock.now()))
    const [second] = (await testStore.claim()).deliveries

    expect(await testStore.complete(first, gaveUp)).toBe('lease lost')

    expect(await testStore.delivery(first.id)).toMatchObject({ state: 'running', attempts: 2 })
    expect(await testStore.complete(second!, succeeded)).toBe('moved')
  })

  test('a delivery once', async () => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)
    await testStore.complete(leased, succeeded)

    expect(await testStore.complete(leased, gaveUp)).toBe('lease lost')

    expect((await testStore.delivery(leased.id)).state).toBe('success')
  })

  test('a delivery that was stopped while its attempt was under way and succeeded, as a success', async () => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)
    await testStore.store.policies.update(testStore.projectId, testStore.policyId, disabled)
    expect((await testStore.delivery(leased.id)).state).toBe('stopped')

    expect(await testStore.complete(leased, succeeded)).toBe('moved')

    expect((await testStore.delivery(leased.id)).state).toBe('success')
    expect(await testStore.attempts(leased.id)).toHaveLength(1)
  })

  test.each([
    { how: 'would be retried', next: retryAt(0) },
    { how: 'would give up', next: gaveUp },
  ])('a delivery that was stopped meanwhile and $how not: it stays stopped', async ({ next }) => {
    await using testStore = await openTestStore(kind)
    const leased = await leaseOne(testStore)
    await testStore.store.policies.update(testStore.projectId, testStore.policyId, disabled)

    await testStore.complete(leased, next)

    const { state, reason, dueAtMs } = await testStore.delivery(leased.id)
    expect({ state, dueAtMs }).toEqual({ state: 'stopped', dueAtMs: null })
    expect(reason).toBe('the policy was disabled')
    expect(await testStore.attempts(leased.id), 'the attempt took place: it is on record').toMatchObject([
      { number: 1, failure: { code: 'status' } },
    ])
  })

  test('a delivery whose attempt lost its lease and succeeded: it ends, and nothing is sent again', async () => {
    await using testStore = await openTestStore(kind)
    const lost = await leaseAndLose(testStore)

    expect(await testStore.complete(lost, succeeded, 'lost-node')).toBe('moved')

    expect(await testStore.delivery(lost.id)).toMatchObject({ state: 'success', dueAtMs: null, reason: '' })
    expect(await testStore.attempts(lost.id)).toMatchObject([{ number: 1, failure: null }])
    expect((await testStore.claim()).deliveries).toEqual([])
  })

  test.each([
    { how: 'fails', next: gaveUp, recorded: failure },
    { how: 'would be retried', next: retryAt(0), recorded: failure },
    { how: 'succeeds', next: succeeded, recorded: null },
  ])(
    'a delivery whose late success comes during its second attempt: it is success while that one goes on and $how',
    async ({ next, recorded }) => {
      await using testStore = await openTestStore(kind)
      const lost = await leaseAndLose(testStore)
      const [second] = (await testStore.claim()).deliveries

      expect(await testStore.complete(lost, succeeded, 'lost-node')).toBe('moved')

      expect(await testStore.delivery(lost.id)).toMatchObject({ state: 'success', attempts: 2 })
      expect(await testStore.complete(second!, next)).toBe('lease lost')
      const { state, dueAtMs } = await testStore.delivery(lost.id)
      expect({ state, dueAtMs }).toEqual({ state: 'success', dueAtMs: null })
      expect(await testStore.attempts(lost.id), 'both attempts are on record').toMatchObject([
        { number: 1, failure: null },
        { number: 2, failure: recorded },
      ])
    },
  )

  test('a late success of a delivery that gave up by then, for the receiver has it', async () => {
    await using testStore = await openTestStore(kind)
    const lost = await leaseAndLose(testStore)
    const [second] = (await testStore.claim()).deliveries
    await testStore.complete(second!, gaveUp)

    expect(await testStore.complete(lost, succeeded, 'lost-node')).toBe('moved')

    expect((await testStore.delivery(lost.id)).state).toBe('success')
  })
})

/** Leases one delivery for a node that is taken for gone then. */
async function leaseAndLose(testStore: TestStore) {
  await testStore.acceptOne()
  const [lost] = (await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })).deliveries
  testStore.clock.advance(1001)
  await testStore.sweep()
  return lost!
}

const disabled = policyDraft(['http://one.example/'], { enabled: false })
