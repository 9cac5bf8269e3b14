import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'
import { gaveUp, retryAt, succeeded } from './outcomes.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe.each(databases)('$name sweeps', (kind) => {
  test('what a lost node had leased: it is due again, with an interrupted attempt on record', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })
    testStore.clock.advance(1001)

    const swept = await testStore.sweep()

    expect(swept).toEqual({ released: [testStore.targetIds[0]], expired: 0, more: false })
    expect(await testStore.delivery(id)).toMatchObject({ state: 'pending', dueAtMs: testStore.clock.now() })
    expect(await testStore.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'interrupted' } }])
  })

  test('a lease so that the next attempt counts on, but not as a failure', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const [first] = (await testStore.claim()).deliveries
    await testStore.complete(first!, retryAt(testStore.clock.now()))
    await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })
    testStore.clock.advance(1001)

    await testStore.sweep()
    const { deliveries } = await testStore.claim()

    expect(deliveries).toMatchObject([{ id: first!.id, attempt: 3, failures: 1 }])
  })

  test('no lease of the node that asks, even when it has run out', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [leased] = (await testStore.claim({ leaseMs: 1000 })).deliveries
    testStore.clock.advance(5000)

    expect(await testStore.sweep()).toMatchObject({ released: [] })

    expect(await testStore.delivery(id)).toMatchObject({ state: 'running' })
    expect(await testStore.complete(leased!, succeeded)).toBe('moved')
  })

  test('a lease, after which a failure of the lost node is on record and does not move the delivery', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [lost] = (await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })).deliveries
    testStore.clock.advance(1001)
    await testStore.sweep()

    expect(await testStore.complete(lost!, gaveUp, 'lost-node')).toBe('lease lost')

    expect(await testStore.delivery(id)).toMatchObject({ state: 'pending' })
    expect(await testStore.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'status' } }])
  })

  test('what was stopped while a lost node had it: it stays stopped, and its attempt is on record', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })
    await testStore.store.policies.remove(testStore.projectId, testStore.policyId)
    testStore.clock.advance(1001)

    expect(await testStore.sweep()).toEqual({ released: [], expired: 0, more: false })

    expect(await testStore.delivery(id)).toMatchObject({ state: 'stopped', dueAtMs: null })
    expect(await testStore.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'interrupted' } }])
  })

  test('nothing more once a stopped delivery has its attempt on record', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()
    const [leased] = (await testStore.claim({ owner: 'lost-node', leaseMs: 1000 })).deliveries
    await testStore.store.policies.remove(testStore.projectId, testStore.policyId)
    await testStore.complete(leased!, gaveUp, 'lost-node')
    testStore.clock.advance(1001)

    await testStore.sweep()

    expect(await testStore.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'status' } }])
  })

  test('what waits longer than the maximum age: it expires and is never sent', async () => {
    await using testStore = await openTestStore(kind)
    const old = await testStore.acceptOne()
    testStore.clock.advance(HOUR_MS)
    const young = await testStore.acceptOne()
    testStore.clock.advance(1)

    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })

    const endedAtMs = testStore.clock.now()
    expect(await testStore.delivery(old)).toMatchObject({ state: 'expired', dueAtMs: null, endedAtMs })
    expect((await testStore.delivery(old)).reason).toContain('older than the maximum age')
    expect((await testStore.claim()).deliveries.map(({ id }) => id)).toEqual([young])
  })

  test.each([10 * DAY_MS, -DAY_MS])(
    'by the time in which the service ran, though the clock of the system jumps by %i ms',
    async (jumpMs) => {
      await using testStore = await openTestStore(kind)
      await testStore.acceptOne()
      testStore.clock.advance(HOUR_MS / 2)
      testStore.clock.jump(jumpMs)
      await testStore.acceptOne()
      testStore.clock.advance(HOUR_MS / 2)

      expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })
      testStore.clock.advance(1)
      expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
      testStore.clock.advance(HOUR_MS / 2)
      expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
    },
  )

  test('a stop of the service into the age of what waits, up to an hour', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    await testStore.sweep()
    testStore.clock.jump(10 * DAY_MS)
    await testStore.reopen()

    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })
    testStore.clock.advance(1)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
  })

  test('back what was planned in a false future: it is due within the longest wait', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    testStore.clock.jump(10 * DAY_MS)
    await testStore.complete(leased!, retryAt(testStore.clock.now() + 1000))
    testStore.clock.jump(-10 * DAY_MS)

    await testStore.sweep({ maxWaitMs: HOUR_MS })

    expect(await testStore.delivery(leased!.id)).toMatchObject({ dueAtMs: testStore.clock.now() + HOUR_MS })
  })

  test('what expires with the reason for which it waited', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    await testStore.complete(leased!, retryAt(testStore.clock.now() + 2 * HOUR_MS))
    testStore.clock.advance(HOUR_MS + 1)

    await testStore.sweep({ maxAgeMs: HOUR_MS })

    const { reason } = await testStore.delivery(leased!.id)
    expect(reason).toBe('the receiver answered 500; older than the maximum age')
  })

  test('neither what is under way nor what has ended, however old', async () => {
    await using testStore = await openTestStore(kind)
    const ended = await testStore.acceptOne()
    const [leased] = (await testStore.claim()).deliveries
    await testStore.complete(leased!, succeeded)
    const running = await testStore.acceptOne({ leased: true })
    testStore.clock.advance(10 * HOUR_MS)

    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })

    expect(await testStore.delivery(ended)).toMatchObject({ state: 'success' })
    expect(await testStore.delivery(running)).toMatchObject({ state: 'running' })
  })

  test('a great loss in several goes, and says that there is more', async () => {
    await using testStore = await openTestStore(kind, policyDraft(['http://one.example/']))
    const [target] = testStore.targetIds as [number]
    await testStore.accept(testStore.event({ targets: Array.from({ length: 2500 }, () => target) }))
    await testStore.claim({ owner: 'lost-node', room: 2500, leaseMs: 1000 })
    testStore.clock.advance(1001)

    let goes = 1
    while ((await testStore.sweep()).more) goes++

    expect(goes).toBeGreaterThan(1)
    expect((await testStore.claim({ room: 3000 })).deliveries).toHaveLength(2500)
  })
})
