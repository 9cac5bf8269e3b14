import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { gaveUp } from './outcomes.ts'
import { openTestStore } from './test-store.ts'

const written = (body: string) => ({ contentType: 'application/json', headers: { 'x-a': 'b' }, body })

describe.each(databases)('$name keeps renderings:', (kind) => {
  test('a payload is unrendered, and not shown, until its first rendering; that one stays, for a redelivery too', async () => {
    await using testStore = await openTestStore(kind)
    const { queue, history, deliveries, deliveryControl } = testStore.store
    const plain = testStore.event()
    const payloads = plain.payloads.map((payload) => ({ ...payload, unrendered: true }) as const)
    const [ids] = await testStore.accept({ ...plain, payloads })
    const id = ids![0]!

    const [leased] = (await testStore.claim()).deliveries
    expect(leased!.payload).toEqual({ ...written(payloads[0]!.body), headers: undefined, unrendered: true })
    expect(await history.payload(id)).toBeNull()
    expect((await deliveries.byId(testStore.policyId, id))!.payload).toBe('')

    expect(await queue.keepRendering({ deliveryId: id, payload: written('1') })).toEqual(written('1'))
    expect(await queue.keepRendering({ deliveryId: id, payload: written('2') })).toEqual(written('1'))
    expect(await history.payload(id)).toEqual(written('1'))
    expect((await deliveries.byId(testStore.policyId, id))!.payload).toBe('1')

    await testStore.complete(leased!, gaveUp)
    await deliveryControl.redeliver([id])
    const [again] = (await testStore.claim()).deliveries
    expect(again!.payload).toEqual(written('1'))
  })
})
