import { describe, expect, test } from 'vitest'
import type { KeptOutChange, KeptOutReason } from '../../src/domain/registry/kept-out.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const reason = (name: string, changes: Partial<KeptOutReason> = {}): KeptOutReason => ({
  reason: name,
  count: 1,
  lastAtMs: 1000,
  example: null,
  ...changes,
})

async function sourceIn({ store }: TestStore) {
  const sourceId = await store.sources.create({ name: 'dock', kind: 'distribution', token: 't' })
  return {
    add: (change: Partial<KeptOutChange>) =>
      store.keptOut.add([{ sourceId, reasons: [], hasAccepted: false, refusals: null, ...change }]),
    reasons: () => store.keptOut.of(sourceId),
    refusedSinceMs: async () => (await store.sources.byId(sourceId))?.refusedSinceMs,
  }
}

describe.each(databases)('$name keeps the account of what was kept out', (kind) => {
  test('counts add up, and an example stays until there is a newer one', async () => {
    await using testStore = await openTestStore(kind)
    const { add, reasons } = await sourceIn(testStore)
    await add({ reasons: [reason('blob'), reason('tag missing', { example: '{}' })] })
    await add({ reasons: [reason('tag missing', { count: 2, lastAtMs: 2000 })] })
    expect(await reasons()).toEqual([
      reason('tag missing', { count: 3, lastAtMs: 2000, example: '{}' }),
      reason('blob'),
    ])
  })

  test('a source has 50 reasons, and one for all others', async () => {
    await using testStore = await openTestStore(kind)
    const { add, reasons } = await sourceIn(testStore)
    await add({ reasons: Array.from({ length: 49 }, (_, index) => reason(`known ${index}`)) })
    await add({ reasons: [reason('the last'), reason('one more'), reason('another'), reason('known 1')] })
    const stored = new Map((await reasons()).map(({ reason: name, count }) => [name, count]))
    expect(stored.size).toBe(51)
    expect([stored.get('the last'), stored.get('known 1'), stored.get('other reasons')]).toEqual([1, 2, 2])
  })

  test('refusals are a problem after a minute, go on over batches, and end with an accepted notification', async () => {
    await using testStore = await openTestStore(kind)
    const { add, refusedSinceMs } = await sourceIn(testStore)
    await add({ refusals: { sinceMs: 1000, lastMs: 1000 } })
    expect(await refusedSinceMs()).toBeNull()
    await add({ refusals: { sinceMs: 31_000, lastMs: 61_000 } })
    expect(await refusedSinceMs()).toBe(1000)
    await add({ hasAccepted: true, refusals: { sinceMs: 70_000, lastMs: 80_000 } })
    expect(await refusedSinceMs()).toBeNull()
  })
})
