import { describe, expect, test } from 'vitest'
import type { DecidedEvent } from '../../src/domain/delivery/queue.ts'
import type { DatabaseKind } from './database.ts'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const WHOLE = { sourceEventId: 'whole', reportedAtMs: 0 }

/** A store whose events have a source. */
async function openWithSource(kind: DatabaseKind): Promise<TestStore> {
  const testStore = await openTestStore(kind)
  await testStore.store.sources.create({ name: 'default', kind: 'distribution', token: 'abc' })
  return testStore
}

/** An event with one delivery of a policy of Harbor's way. */
function reported(testStore: TestStore, options: { sourceEventId?: string } = {}): DecidedEvent {
  const { deliveries, ...decided } = testStore.event(options)
  return { ...decided, deliveries: deliveries.map((one) => ({ ...one, eventType: 'PULL_ARTIFACT' })) }
}

describe.each(databases)('on $name', (kind) => {
  test('a held event keeps the verdict and the delivery that it already has, and gets the others when it is settled', async () => {
    await using testStore = await openWithSource(kind)
    const event = { ...reported(testStore), heldUntilMs: testStore.clock.now() + 5000 }
    await testStore.accept(event)
    await testStore.reopen()
    const [held] = await testStore.store.queue.held({ limit: 10 })
    expect(held).toMatchObject({ verdicts: event.verdicts })

    const other = await testStore.store.policies.create(
      testStore.projectId,
      policyDraft(['http://two.example/'], { name: 'other' }),
      'admin',
    )
    const verdicts = [...held!.verdicts, { policyId: other, verdict: 'policy disabled' as const }]
    const settled = { ...testStore.event(), event: held!.event, verdicts, payloads: [], deliveries: [] }
    const revision = await testStore.revision()
    await testStore.store.queue.settle({ revision, lease: testStore.lease(), events: [settled] })
    const { items } = await testStore.deliveries()
    expect(items).toMatchObject([{ eventType: 'PULL_ARTIFACT', payload: event.payloads[0]!.body }])
    expect(await testStore.store.history.event(null, held!.event.id)).toMatchObject({ verdicts })
  })

  test('a part is stored with the id of its whole, also of one that was reported before under another id', async () => {
    await using testStore = await openWithSource(kind)
    const whole = testStore.event({ sourceEventId: 'whole' })
    await testStore.accept(whole)
    const part = reported(testStore)
    const event = { ...part.event, partOf: WHOLE }
    await testStore.accept(testStore.event({ sourceEventId: 'whole' }), { ...part, event })
    expect(await testStore.store.history.event(null, event.id)).toMatchObject({
      mergedInto: whole.event.id,
    })
    expect(await testStore.claim()).toMatchObject({
      deliveries: [{ eventType: 'PUSH_ARTIFACT' }, { eventType: 'PULL_ARTIFACT' }],
    })
  })

  test('past events have parts among them only for who asks for them', async () => {
    await using testStore = await openWithSource(kind)
    await testStore.accept(testStore.event({ sourceEventId: 'whole' }))
    const part = reported(testStore)
    await testStore.accept({ ...part, event: { ...part.event, partOf: WHOLE } })
    const newest = (withParts: boolean) =>
      testStore.store.pastEvents.newest({ projectId: null, withParts }, 10)
    expect([(await newest(false)).length, (await newest(true)).length]).toEqual([1, 2])
  })

  test('the deliveries of a type are counted by the type that they name, redeliveries too', async () => {
    await using testStore = await openWithSource(kind)
    const [ids] = await testStore.accept(reported(testStore))
    await testStore.store.deliveryControl.stop([ids![0]!], 'for the test')
    await testStore.store.deliveryControl.redeliver([ids![0]!])
    const filter = { projectId: null, eventType: 'PULL_ARTIFACT' } as const
    const { items } = await testStore.store.history.deliveries(filter, 10, null)
    expect(items.map(({ eventType }) => eventType)).toEqual(['PULL_ARTIFACT', 'PULL_ARTIFACT'])
    expect((await testStore.deliveries()).total).toBe(2)
  })

  test.for([null, true, false])('a policy keeps its way: %s', async (harborWay) => {
    await using testStore = await openTestStore(kind, policyDraft(['http://one.example/'], { harborWay }))
    expect((await testStore.policy()).harborWay).toBe(harborWay)
    await testStore.store.policies.update(
      testStore.projectId,
      testStore.policyId,
      policyDraft(['http://one.example/'], { harborWay: null }),
    )
    expect((await testStore.policy()).harborWay).toBeNull()
  })
})
