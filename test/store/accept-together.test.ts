import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { openHarbour } from './harbour.ts'

describe.each(databases)('$name, asked for much at once,', (kind) => {
  test('stores the events of one notification all or not at all', async () => {
    await using harbour = await openHarbour(kind)
    const good = harbour.event()
    const bad = harbour.event()
    // Its id is taken, so it cannot be stored; it is no repeat, since its source calls it otherwise.
    const clashing = { ...bad, event: { ...bad.event, id: good.event.id } }

    await expect(harbour.accept(good, clashing)).rejects.toThrow()

    expect((await harbour.deliveries()).total).toBe(0)
    expect(await harbour.accept(good), 'nothing is left of the first try').toEqual([[expect.any(Number)]])
  })

  test('lets a notification that cannot be stored harm no other', async () => {
    await using harbour = await openHarbour(kind)
    const good = Array.from({ length: 20 }, () => harbour.event())
    const bad = harbour.event()
    const clashing = { ...bad, event: { ...bad.event, id: good[0]!.event.id } }

    const results = await Promise.allSettled([
      ...good.map((event) => harbour.accept(event)),
      harbour.accept(harbour.event(), clashing),
    ])

    expect(results.map(({ status }) => status)).toEqual([...good.map(() => 'fulfilled'), 'rejected'])
    const stored = (await harbour.deliveries()).items.map(({ eventId }) => eventId)
    expect(stored.toSorted()).toEqual(good.map(({ event }) => event.id).toSorted())
  })

  test('stores an event once that is told a hundred times', async () => {
    await using harbour = await openHarbour(kind)

    const told = Array.from({ length: 100 }, () => harbour.event({ sourceEventId: 'same' }))
    const results = await Promise.all(told.map((event) => harbour.accept(event)))

    expect(results.filter(([ids]) => ids !== null)).toHaveLength(1)
    expect((await harbour.deliveries()).total).toBe(1)
  })

  test('refuses exactly those acceptances that a change of the rules overtook', async () => {
    await using harbour = await openHarbour(kind)
    const revision = await harbour.revision()
    const accept = () =>
      harbour.store.queue.accept({ revision, lease: harbour.lease(), events: [harbour.event()] })

    const before = Array.from({ length: 50 }, accept)
    const change = harbour.store.settings.setNotificationsEnabled(false)
    const results = await Promise.all(before)
    await change
    const after = await Promise.all(Array.from({ length: 50 }, accept))

    const stored = results.filter(({ outcome }) => outcome === 'stored')
    expect((await harbour.deliveries()).total).toBe(stored.length)
    expect(after.map(({ outcome }) => outcome)).toEqual(after.map(() => 'stale'))
  })

  test('makes many acceptances share a commit', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.acceptOne()
    const before = await harbour.database.commits()
    await harbour.acceptOne()
    expect((await harbour.database.commits()) - before, 'one alone has one of its own').toBe(1)

    const revision = await harbour.revision()
    const lease = harbour.lease()
    const events = Array.from({ length: 300 }, () => harbour.event())
    await Promise.all(events.map((event) => harbour.store.queue.accept({ revision, lease, events: [event] })))

    expect((await harbour.deliveries()).total).toBe(302)
    expect((await harbour.database.commits()) - before - 1).toBeLessThanOrEqual(10)
  })
})
