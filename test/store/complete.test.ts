import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type Harbour, openHarbour } from './harbour.ts'
import { failure, gaveUp, retryAt, succeeded, outcomeOf } from './outcomes.ts'

/** Stores one delivery and leases it. */
async function leaseOne(harbour: Harbour) {
  await harbour.acceptOne()
  return (await harbour.claim()).deliveries[0]!
}

describe.each(databases)('$name completes', (kind) => {
  test('a delivery that succeeded: it ends, and its attempt is on record', async () => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)

    expect(await harbour.complete(leased, succeeded)).toBe('moved')

    const endedAtMs = harbour.clock.now() + 5
    expect(await harbour.delivery(leased.id)).toMatchObject({ state: 'success', reason: '', endedAtMs })
    const outcome = outcomeOf(succeeded, harbour.clock.now())
    expect(await harbour.attempts(leased.id)).toEqual([{ ...outcome, deliveryId: leased.id, number: 1 }])
  })

  test('a delivery that gave up: it ends with its reason', async () => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)

    await harbour.complete(leased, gaveUp)

    const { state, reason, dueAtMs } = await harbour.delivery(leased.id)
    expect({ state, reason, dueAtMs }).toEqual({ state: 'error', reason: failure.text, dueAtMs: null })
    expect((await harbour.claim()).deliveries).toEqual([])
  })

  test('every attempt of a delivery that is retried, and keeps them in their order', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.acceptOne()
    for (const next of [retryAt(harbour.clock.now()), retryAt(harbour.clock.now()), succeeded]) {
      const [leased] = (await harbour.claim()).deliveries
      await harbour.complete(leased!, next)
    }

    const { id, attempts } = (await harbour.deliveries()).items[0]!
    const recorded = await harbour.attempts(id)
    expect(attempts).toBe(3)
    expect(recorded.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(recorded.map((attempt) => attempt.failure)).toEqual([failure, failure, null])
  })

  test('nothing for a node that does not hold the lease', async () => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)

    expect(await harbour.complete(leased, gaveUp, 'other-node')).toBe('lease lost')

    expect((await harbour.delivery(leased.id)).state).toBe('running')
  })

  test('nothing for an attempt before the one that is under way', async () => {
    await using harbour = await openHarbour(kind)
    const first = await leaseOne(harbour)
    await harbour.complete(first, retryAt(harbour.clock.now()))
    const [second] = (await harbour.claim()).deliveries

    expect(await harbour.complete(first, gaveUp)).toBe('lease lost')

    expect(await harbour.delivery(first.id)).toMatchObject({ state: 'running', attempts: 2 })
    expect(await harbour.complete(second!, succeeded)).toBe('moved')
  })

  test('a delivery once', async () => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)
    await harbour.complete(leased, succeeded)

    expect(await harbour.complete(leased, gaveUp)).toBe('lease lost')

    expect((await harbour.delivery(leased.id)).state).toBe('success')
  })

  test('a delivery that was stopped while its attempt was under way and succeeded, as a success', async () => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)
    await harbour.store.policies.update(harbour.projectId, harbour.policyId, disabled)
    expect((await harbour.delivery(leased.id)).state).toBe('stopped')

    expect(await harbour.complete(leased, succeeded)).toBe('moved')

    expect((await harbour.delivery(leased.id)).state).toBe('success')
    expect(await harbour.attempts(leased.id)).toHaveLength(1)
  })

  test.each([
    { how: 'would be retried', next: retryAt(0) },
    { how: 'would give up', next: gaveUp },
  ])('a delivery that was stopped meanwhile and $how not: it stays stopped', async ({ next }) => {
    await using harbour = await openHarbour(kind)
    const leased = await leaseOne(harbour)
    await harbour.store.policies.update(harbour.projectId, harbour.policyId, disabled)

    await harbour.complete(leased, next)

    const { state, reason, dueAtMs } = await harbour.delivery(leased.id)
    expect({ state, dueAtMs }).toEqual({ state: 'stopped', dueAtMs: null })
    expect(reason).toBe('the policy was disabled')
    expect(await harbour.attempts(leased.id), 'the attempt was made: it is on record').toMatchObject([
      { number: 1, failure: { code: 'status' } },
    ])
  })
})

const disabled = policyDraft(['http://one.example/'], { enabled: false })
