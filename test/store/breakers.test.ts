import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { openTestStore } from './test-store.ts'

describe.each(databases)('$name keeps breakers', (kind) => {
  test('that are open, over a restart, until they are closed', async () => {
    await using testStore = await openTestStore(kind)
    const [targetId] = testStore.targetIds as [number]
    const sinceMs = testStore.clock.now()
    await testStore.store.breakers.open(targetId, 'no connection')
    await testStore.reopen()

    expect(await testStore.store.breakers.all()).toEqual([targetId])
    const unreachable = { targetId, sinceMs, reason: 'no connection', oldestAgeMs: null }
    expect(await testStore.store.breakers.of([targetId, targetId + 1])).toEqual([unreachable])

    await testStore.store.breakers.close(targetId)

    expect(await testStore.store.breakers.all()).toEqual([])
    expect(await testStore.store.breakers.of([targetId])).toEqual([])
  })

  test('with the age of what waits longest, which leaves out the time under a hold', async () => {
    await using testStore = await openTestStore(kind)
    const { store, clock, projectId } = testStore
    const [targetId] = testStore.targetIds as [number]
    await store.breakers.open(targetId, 'no connection')
    await testStore.acceptOne()
    clock.advance(1000)
    await testStore.acceptOne()
    const ageMs = async () => (await store.breakers.of([targetId]))[0]?.oldestAgeMs

    expect(await ageMs()).toBe(1000)
    await store.targets.setPaused(projectId, targetId, true)
    clock.advance(5000)
    expect(await ageMs()).toBe(1000)
    await store.targets.setPaused(projectId, targetId, false)
    clock.advance(500)
    expect(await ageMs()).toBe(1500)
  })

  test('without changing the revision of their policies, which people change', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId, policyId: id } = testStore
    const policy = { kind: 'policy', projectId, id } as const
    const before = await store.revisions.of(policy)
    await store.breakers.open(testStore.targetIds[0]!, 'no connection')
    expect(await store.revisions.of(policy)).toBe(before)
  })

  test('but not those of targets that are gone', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId, policyId } = testStore
    await store.breakers.open(testStore.targetIds[0]!, 'no connection')
    await store.policies.remove(projectId, policyId)
    expect(await store.breakers.all()).toEqual([])
  })
})
