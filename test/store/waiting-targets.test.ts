import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openHarbour } from './harbour.ts'
import { retryAt, succeeded } from './outcomes.ts'

const draft = policyDraft(['http://one.example/', 'http://two.example/', 'http://three.example/'])

describe.each(databases)('$name knows', (kind) => {
  test('no target when nothing waits', async () => {
    await using harbour = await openHarbour(kind, draft)
    expect(await harbour.store.queue.waitingTargets()).toEqual([])
  })

  test('every target for which something waits, and when the first of it is due', async () => {
    await using harbour = await openHarbour(kind, draft)
    const startMs = harbour.clock.now()
    await harbour.accept(harbour.event())
    harbour.clock.advance(1000)
    await harbour.accept(harbour.event())
    const [one, two, three] = harbour.targetIds as [number, number, number]
    const first = (await harbour.claim({ target: one, room: 1 })).deliveries[0]!
    await harbour.complete(first, retryAt(startMs + 60_000))
    for (const leased of (await harbour.claim({ target: three })).deliveries)
      await harbour.complete(leased, succeeded)

    const waiting = await harbour.store.queue.waitingTargets()

    expect(waiting.toSorted((a, b) => a.targetId - b.targetId)).toEqual([
      { targetId: one, dueAtMs: startMs + 1000 },
      { targetId: two, dueAtMs: startMs },
    ])
  })

  test('what waits for a target again once nothing else does', async () => {
    await using harbour = await openHarbour(kind, draft)
    const [one] = harbour.targetIds as [number]
    await harbour.acceptOne()
    const [leased] = (await harbour.claim()).deliveries
    expect(await harbour.store.queue.waitingTargets(), 'what is under way does not wait').toEqual([])

    const dueAtMs = harbour.clock.now() + 500
    await harbour.complete(leased!, retryAt(dueAtMs))

    expect(await harbour.store.queue.waitingTargets()).toEqual([{ targetId: one, dueAtMs }])
  })
})
