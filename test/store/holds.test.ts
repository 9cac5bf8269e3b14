import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const HOUR_MS = 3_600_000

const begin = ({ store }: TestStore, projectId: number) => store.holds.begin({ projectId, by: 'ann' })
const pause = ({ store, projectId, targetIds }: TestStore, isPaused: boolean) =>
  store.targets.setPaused(projectId, targetIds[0]!, isPaused)

describe.each(databases)('$name holds', (kind) => {
  test.each<[string, (testStore: TestStore) => Promise<unknown>, (testStore: TestStore) => Promise<unknown>]>(
    [
      ['a target', (on) => pause(on, true), (on) => pause(on, false)],
      ['a project', (on) => begin(on, on.projectId), (on) => on.store.holds.end(on.projectId)],
      ['everything', (on) => begin(on, 0), (on) => on.store.holds.end(0)],
    ],
  )('%s: its time does not count towards the maximum age', async (_, hold, release) => {
    await using testStore = await openTestStore(kind)
    const before = await testStore.acceptOne()
    testStore.clock.advance(HOUR_MS / 2)
    await hold(testStore)
    testStore.clock.advance(5 * HOUR_MS)
    const during = await testStore.acceptOne()
    testStore.clock.advance(5 * HOUR_MS)

    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })
    expect((await testStore.claim()).deliveries).toEqual([])
    expect(await testStore.store.queue.waitingTargets()).toEqual([])
    await release(testStore)
    testStore.clock.advance(HOUR_MS / 2)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })
    testStore.clock.advance(1)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
    expect(await testStore.delivery(before)).toMatchObject({ state: 'expired' })
    testStore.clock.advance(HOUR_MS / 2)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
    expect(await testStore.delivery(during)).toMatchObject({ state: 'expired' })
  })

  test('through a restart', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.acceptOne()
    await begin(testStore, testStore.projectId)
    await testStore.reopen()

    expect((await testStore.claim()).deliveries).toEqual([])
    expect(await testStore.store.holds.of(testStore.projectId)).toMatchObject([
      { scope: 'project', by: 'ann' },
    ])
    expect(await testStore.store.holds.end(testStore.projectId)).toEqual(testStore.targetIds)
    expect((await testStore.claim()).deliveries).toHaveLength(1)
  })

  test('also a target that is created meanwhile', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId } = testStore
    await begin(testStore, projectId)
    const id = await store.policies.create(
      projectId,
      policyDraft(['http://receiver.test/'], { name: 'later' }),
      'ann',
    )

    expect((await store.policies.byId(projectId, id))?.targets).toMatchObject([
      { isPaused: false, isHeld: true },
    ])
  })

  test('once, where holds overlap: the last to end counts', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId } = testStore
    await testStore.acceptOne()
    expect(await begin(testStore, projectId)).toEqual(testStore.targetIds)
    testStore.clock.advance(HOUR_MS)
    expect(await begin(testStore, 0)).toEqual([])
    testStore.clock.advance(HOUR_MS)
    expect(await store.holds.end(projectId)).toEqual([])
    testStore.clock.advance(HOUR_MS)
    expect(await store.holds.end(0)).toEqual(testStore.targetIds)

    testStore.clock.advance(HOUR_MS)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 0 })
    testStore.clock.advance(1)
    expect(await testStore.sweep({ maxAgeMs: HOUR_MS })).toMatchObject({ expired: 1 })
  })
})
