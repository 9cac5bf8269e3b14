import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'

describe.each(databases)('$name accepts', (kind) => {
  test('an event with its deliveries, which then wait with what is to be sent', async () => {
    await using testStore = await openTestStore(
      kind,
      policyDraft(['http://one.example/', 'http://two.example/']),
    )
    const event = testStore.event()

    const [ids] = await testStore.accept(event)

    const { items } = await testStore.deliveries()
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids!.toSorted())
    expect(items.toReversed()).toMatchObject(
      testStore.targetIds.map((targetId) => ({
        targetId,
        eventId: event.event.id,
        state: 'pending',
        attempts: 0,
        endedAtMs: null,
        payload: event.payloads[0]!.body,
      })),
    )
  })

  test('an event so that it is still there after the store was closed and opened', async () => {
    await using testStore = await openTestStore(kind)
    const id = await testStore.acceptOne()

    await testStore.reopen()

    expect(await testStore.delivery(id)).toMatchObject({ id, state: 'pending' })
  })

  test('a delivery that starts at once as running, so that no claim finds it', async () => {
    await using testStore = await openTestStore(kind)

    const id = await testStore.acceptOne({ leased: true })

    expect(await testStore.delivery(id)).toMatchObject({ state: 'running', attempts: 1, dueAtMs: null })
    expect((await testStore.claim()).deliveries).toEqual([])
  })

  test('nothing that was decided by rules which have changed since', async () => {
    await using testStore = await openTestStore(kind)
    const revision = await testStore.revision()
    const event = testStore.event({ repository: 'team/new' })
    await testStore.store.settings.change({ notificationsEnabled: false })

    const result = await testStore.acceptBy(revision, event)

    expect(result).toEqual({ outcome: 'stale', because: 'rules' })
    expect((await testStore.deliveries()).total).toBe(0)
    expect(await testStore.store.repository('team/new')).toBeNull()
    expect(await testStore.accept(event), 'it is new by the rules in force').toEqual([[expect.any(Number)]])
  })

  test('an event that its source reports again only once', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.accept(testStore.event({ sourceEventId: 'repeated' }))

    const again = await testStore.accept(
      testStore.event({ sourceEventId: 'new' }),
      testStore.event({ sourceEventId: 'repeated' }),
    )

    expect(again).toEqual([[expect.any(Number)], null])
    expect((await testStore.deliveries()).total).toBe(2)
  })

  test('an event only once, also when its source reports it again after it was removed', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.accept(testStore.event({ sourceEventId: 'removed' }))
    await testStore.database.write(
      `insert into report_key select source_id, reported_at, source_event_id, 1 from event`,
      `delete from event`,
    )

    const again = await testStore.accept(
      testStore.event({ sourceEventId: 'removed' }),
      testStore.event({ sourceEventId: 'another' }),
    )

    expect(again).toEqual([null, [expect.any(Number)]])
  })

  test('an event that one notification reports twice only once', async () => {
    await using testStore = await openTestStore(kind)

    const ids = await testStore.accept(
      testStore.event({ sourceEventId: 'same' }),
      testStore.event({ sourceEventId: 'same' }),
    )

    expect(ids).toEqual([[expect.any(Number)], null])
    expect((await testStore.deliveries()).total).toBe(1)
  })

  test('one event for two sources that use the same id', async () => {
    await using testStore = await openTestStore(kind)
    const event = testStore.event({ sourceEventId: 'same' })
    const other = testStore.event({ sourceEventId: 'same' })

    await testStore.accept(event, { ...other, event: { ...other.event, sourceId: 2 } })

    expect((await testStore.deliveries()).total).toBe(2)
  })

  test('the time of the first event of a repository for good', async () => {
    await using testStore = await openTestStore(kind)
    const first = testStore.event()
    await testStore.accept(first)
    testStore.clock.advance(1000)

    await testStore.accept(testStore.event())

    expect(await testStore.store.repository('team/app')).toMatchObject({
      createdAtMs: first.repositoryCreatedAtMs,
    })
  })

  test('the number of the last event of a repository, and no event whose number another has taken', async () => {
    await using testStore = await openTestStore(kind)
    const [first, second] = [testStore.event(), testStore.event()]
    await testStore.accept(second)
    expect(await testStore.store.repository('team/app')).toMatchObject({
      lastSequence: second.sequence,
    })

    expect(await testStore.acceptBy(await testStore.revision(), first)).toEqual({
      outcome: 'stale',
      because: 'positions',
    })
  })
})
