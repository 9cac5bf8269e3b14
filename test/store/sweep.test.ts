import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openHarbour } from './harbour.ts'
import { gaveUp, retryAt, succeeded } from './outcomes.ts'

const HOUR_MS = 3_600_000

describe.each(databases)('$name sweeps', (kind) => {
  test('what a lost node had leased: it is due again, with an interrupted attempt on record', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    await harbour.claim({ owner: 'lost-node', leaseMs: 1000 })
    harbour.clock.advance(1001)

    const swept = await harbour.sweep()

    expect(swept).toEqual({ released: [harbour.targetIds[0]], expired: 0, more: false })
    expect(await harbour.delivery(id)).toMatchObject({ state: 'pending', dueAtMs: harbour.clock.now() })
    expect(await harbour.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'interrupted' } }])
  })

  test('a lease so that the next attempt counts on, but not as a failure', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.acceptOne()
    const [first] = (await harbour.claim()).deliveries
    await harbour.complete(first!, retryAt(harbour.clock.now()))
    await harbour.claim({ owner: 'lost-node', leaseMs: 1000 })
    harbour.clock.advance(1001)

    await harbour.sweep()
    const { deliveries } = await harbour.claim()

    expect(deliveries).toMatchObject([{ id: first!.id, attempt: 3, failures: 1 }])
  })

  test('no lease of the node that asks, even when it has run out', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [leased] = (await harbour.claim({ leaseMs: 1000 })).deliveries
    harbour.clock.advance(5000)

    expect(await harbour.sweep()).toMatchObject({ released: [] })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'running' })
    expect(await harbour.complete(leased!, succeeded)).toBe('moved')
  })

  test('a lease, after which the lost node can no longer move the delivery, but its answer is kept', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [lost] = (await harbour.claim({ owner: 'lost-node', leaseMs: 1000 })).deliveries
    harbour.clock.advance(1001)
    await harbour.sweep()

    expect(await harbour.complete(lost!, succeeded, 'lost-node')).toBe('lease lost')

    expect(await harbour.delivery(id)).toMatchObject({ state: 'pending' })
    expect(await harbour.attempts(id)).toMatchObject([
      { number: 1, failure: null, response: { status: 200 } },
    ])
  })

  test('what was stopped while a lost node had it: it stays stopped, and its attempt is on record', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    await harbour.claim({ owner: 'lost-node', leaseMs: 1000 })
    await harbour.store.policies.remove(harbour.projectId, harbour.policyId)
    harbour.clock.advance(1001)

    expect(await harbour.sweep()).toEqual({ released: [], expired: 0, more: false })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'stopped', dueAtMs: null })
    expect(await harbour.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'interrupted' } }])
  })

  test('nothing more once a stopped delivery has its attempt on record', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()
    const [leased] = (await harbour.claim({ owner: 'lost-node', leaseMs: 1000 })).deliveries
    await harbour.store.policies.remove(harbour.projectId, harbour.policyId)
    await harbour.complete(leased!, gaveUp, 'lost-node')
    harbour.clock.advance(1001)

    await harbour.sweep()

    expect(await harbour.attempts(id)).toMatchObject([{ number: 1, failure: { code: 'status' } }])
  })

  test('what waits longer than the maximum age: it expires and is never sent', async () => {
    await using harbour = await openHarbour(kind)
    const old = await harbour.acceptOne()
    harbour.clock.advance(HOUR_MS)
    const young = await harbour.acceptOne()
    harbour.clock.advance(1)

    expect(await harbour.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })

    const endedAtMs = harbour.clock.now()
    expect(await harbour.delivery(old)).toMatchObject({ state: 'expired', dueAtMs: null, endedAtMs })
    expect((await harbour.delivery(old)).reason).toContain('older than the maximum age')
    expect((await harbour.claim()).deliveries.map(({ id }) => id)).toEqual([young])
  })

  test('what expires with the reason for which it waited', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    await harbour.complete(leased!, retryAt(harbour.clock.now() + 2 * HOUR_MS))
    harbour.clock.advance(HOUR_MS + 1)

    await harbour.sweep({ maxAgeMs: HOUR_MS })

    const { reason } = await harbour.delivery(leased!.id)
    expect(reason).toBe('the receiver answered 500; older than the maximum age')
  })

  test('neither what is under way nor what has ended, however old', async () => {
    await using harbour = await openHarbour(kind)
    const ended = await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    await harbour.complete(leased!, succeeded)
    const running = await harbour.acceptOne({ leased: true })
    harbour.clock.advance(10 * HOUR_MS)

    expect(await harbour.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })

    expect(await harbour.delivery(ended)).toMatchObject({ state: 'success' })
    expect(await harbour.delivery(running)).toMatchObject({ state: 'running' })
  })

  test('a great loss in several goes, and says that there is more', async () => {
    await using harbour = await openHarbour(kind, policyDraft(['http://one.example/']))
    const [target] = harbour.targetIds as [number]
    await harbour.accept(harbour.event({ targets: Array.from({ length: 2500 }, () => target) }))
    await harbour.claim({ owner: 'lost-node', room: 2500, leaseMs: 1000 })
    harbour.clock.advance(1001)

    let goes = 1
    while ((await harbour.sweep()).more) goes++

    expect(goes).toBeGreaterThan(1)
    expect((await harbour.claim({ room: 3000 })).deliveries).toHaveLength(2500)
  })
})
