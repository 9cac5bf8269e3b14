import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openHarbour } from './harbour.ts'

describe.each(databases)('$name accepts', (kind) => {
  test('an event with its deliveries, which then wait with what is to be sent', async () => {
    await using harbour = await openHarbour(kind, policyDraft(['http://one.example/', 'http://two.example/']))
    const event = harbour.event()

    const [ids] = await harbour.accept(event)

    const { items } = await harbour.deliveries()
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids!.toSorted())
    expect(items.toReversed()).toMatchObject(
      harbour.targetIds.map((targetId) => ({
        ...{ targetId, eventId: event.event.id, state: 'pending', attempts: 0, endedAtMs: null },
        payload: event.payloads[0]!.body,
      })),
    )
  })

  test('an event so that it is still there after the store was closed and opened', async () => {
    await using harbour = await openHarbour(kind)
    const id = await harbour.acceptOne()

    await harbour.reopen()

    expect(await harbour.delivery(id)).toMatchObject({ id, state: 'pending' })
  })

  test('a delivery that starts at once as running, so that no claim finds it', async () => {
    await using harbour = await openHarbour(kind)

    const id = await harbour.acceptOne({ leased: true })

    expect(await harbour.delivery(id)).toMatchObject({ state: 'running', attempts: 1, dueAtMs: null })
    expect((await harbour.claim()).deliveries).toEqual([])
  })

  test('nothing that was decided by rules which have changed since', async () => {
    await using harbour = await openHarbour(kind)
    const revision = await harbour.revision()
    const event = harbour.event({ repository: 'harbour/new' })
    await harbour.store.settings.setNotificationsEnabled(false)

    const result = await harbour.store.queue.accept({ revision, lease: harbour.lease(), events: [event] })

    expect(result).toEqual({ outcome: 'stale' })
    expect((await harbour.deliveries()).total).toBe(0)
    expect(await harbour.store.repository('harbour/new')).toBeNull()
    expect(await harbour.accept(event), 'it is new by the rules in force').toEqual([[expect.any(Number)]])
  })

  test('an event that its source tells again only once', async () => {
    await using harbour = await openHarbour(kind)
    await harbour.accept(harbour.event({ sourceEventId: 'told-before' }))

    const again = await harbour.accept(
      harbour.event({ sourceEventId: 'new' }),
      harbour.event({ sourceEventId: 'told-before' }),
    )

    expect(again).toEqual([[expect.any(Number)], null])
    expect((await harbour.deliveries()).total).toBe(2)
  })

  test('an event that one notification tells twice only once', async () => {
    await using harbour = await openHarbour(kind)

    const ids = await harbour.accept(
      harbour.event({ sourceEventId: 'same' }),
      harbour.event({ sourceEventId: 'same' }),
    )

    expect(ids).toEqual([[expect.any(Number)], null])
    expect((await harbour.deliveries()).total).toBe(1)
  })

  test('one event for two sources that use the same id', async () => {
    await using harbour = await openHarbour(kind)
    const event = harbour.event({ sourceEventId: 'same' })
    const other = harbour.event({ sourceEventId: 'same' })

    await harbour.accept(event, { ...other, event: { ...other.event, sourceId: 2 } })

    expect((await harbour.deliveries()).total).toBe(2)
  })

  test('the time of the first event of a repository for good', async () => {
    await using harbour = await openHarbour(kind)
    const first = harbour.event()
    await harbour.accept(first)
    harbour.clock.advance(1000)

    await harbour.accept(harbour.event())

    expect(await harbour.store.repository('harbour/boat')).toMatchObject({
      createdAtMs: first.repositoryCreatedAtMs,
    })
  })

  test('the number of the last event of a repository, and no event whose number another has taken', async () => {
    await using harbour = await openHarbour(kind)
    const [first, second] = [harbour.event(), harbour.event()]
    await harbour.accept(second)
    expect(await harbour.store.repository('harbour/boat')).toMatchObject({ lastSequence: second.sequence })

    const late = { revision: await harbour.revision(), lease: harbour.lease(), events: [first] }
    expect(await harbour.store.queue.accept(late)).toEqual({ outcome: 'stale' })
  })
})
