import { describe, expect, test } from 'vitest'
import { FLAPPING_MS, type Trouble, WHOLE_SYSTEM } from '../../src/domain/problem/problem.ts'
import type { Problem } from '../../src/domain/problem/problem.ts'
import { databases } from './databases.ts'
import { gaveUp, succeeded } from './outcomes.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const failing = ({ projectId, policyId, targetIds, clock }: TestStore): Trouble => ({
  kind: 'target_failing',
  cause: 'server_error',
  reason: 'the receiver answered 503',
  projectId,
  policyId,
  targetId: targetIds[0]!,
  sourceId: null,
  sinceMs: clock.now(),
  isQuiet: false,
})
const REFUSED: Trouble = {
  ...WHOLE_SYSTEM,
  kind: 'source_refused',
  cause: 'refused',
  reason: '',
  sourceId: 1,
  sinceMs: 0,
  isQuiet: false,
}
const open = ({ store }: TestStore, ...opened: readonly Trouble[]) =>
  store.problems.change({ opened, updated: [], closed: [] })
const close = ({ store }: TestStore, { id }: Pick<Problem, 'id'>) =>
  store.problems.change({ opened: [], updated: [], closed: [{ id, because: 'over' }] })
const onlyOpen = async ({ store }: TestStore) => {
  const all = await store.problems.open()
  expect(all).toHaveLength(1)
  return all[0]!
}
const list = async ({ store }: TestStore, filter: object = {}) =>
  (await store.problems.list({ projectId: null, ...filter }, 10, null)).items

/** One delivery to the first target, which ends so. */
async function end(testStore: TestStore, next: typeof gaveUp): Promise<number> {
  const id = await testStore.acceptOne()
  const [leased] = (await testStore.claim()).deliveries
  await testStore.complete(leased!, next)
  return id
}

describe.each(databases)('$name keeps problems', (kind) => {
  test('from when they open until they close, with the names of what they are about', async () => {
    await using testStore = await openTestStore(kind)
    const trouble = failing(testStore)
    await open(testStore, trouble)
    await testStore.reopen()

    const [problem] = await list(testStore)
    expect(problem).toMatchObject({
      ...trouble,
      openedAtMs: trouble.sinceMs,
      closedAtMs: null,
      projectName: 'team',
      policyName: 'policy',
      targetAddress: 'http://one.example/',
    })
    testStore.clock.advance(1000)
    await close(testStore, problem!)
    expect(await testStore.store.problems.open()).toEqual([])
    expect(await testStore.store.problems.byId(testStore.projectId, problem!.id)).toMatchObject({
      closedAtMs: trouble.sinceMs + 1000,
      closedBecause: 'over',
    })
  })

  test('that two nodes see as one', async () => {
    await using testStore = await openTestStore(kind)
    await Promise.all([open(testStore, failing(testStore)), open(testStore, failing(testStore))])
    await onlyOpen(testStore)
  })

  test('that flap within ten minutes as one, and later ones as others', async () => {
    await using testStore = await openTestStore(kind)
    const trouble = failing(testStore)
    await open(testStore, trouble)
    const first = await onlyOpen(testStore)
    await close(testStore, first)
    testStore.clock.advance(FLAPPING_MS - 1)
    await open(testStore, trouble)
    expect(await onlyOpen(testStore)).toMatchObject({ id: first.id, timesOpened: 2, closedAtMs: null })
    await close(testStore, first)
    testStore.clock.advance(FLAPPING_MS)
    await open(testStore, trouble)
    expect((await onlyOpen(testStore)).id).not.toBe(first.id)
  })

  test('of a project apart from those of the whole system, and counts those that need someone', async () => {
    await using testStore = await openTestStore(kind)
    await open(testStore, failing(testStore), REFUSED)
    const { store, projectId } = testStore
    expect(await list(testStore)).toHaveLength(2)
    expect(await list(testStore, { projectId })).toMatchObject([{ kind: 'target_failing' }])
    expect(await list(testStore, { kind: 'source_refused' })).toMatchObject([{ projectId: 0 }])
    expect([await store.problems.needing(null), await store.problems.needing(projectId)]).toEqual([2, 1])

    const [problem] = await list(testStore, { projectId })
    await store.problems.acknowledge(problem!.id, { atMs: 5, by: 'alice', note: 'on it' })
    expect(await store.problems.needing(null)).toBe(1)
    expect(await list(testStore, { isAcknowledged: true })).toMatchObject([
      { acknowledged: { atMs: 5, by: 'alice', note: 'on it' } },
    ])
    await store.problems.acknowledge(problem!.id, null)
    expect(await store.problems.needing(null)).toBe(2)
  })

  test('of what people stopped: a pause, a hold and a disabled policy', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId, targetIds } = testStore
    expect(await store.problems.stopped()).toEqual([])
    await store.targets.setPaused(projectId, targetIds[0]!, true)
    await store.holds.begin({ projectId, by: 'alice' })
    const policy = await testStore.policy()
    await store.failingPolicies.disable(policy, 'it failed')
    expect(await store.problems.stopped()).toMatchObject([
      { kind: 'target_paused', cause: 'paused', targetId: targetIds[0] },
      { kind: 'policy_disabled', cause: 'auto_disabled', reason: 'it failed', policyId: policy.id },
      { kind: 'deliveries_held', cause: 'project_held', reason: 'alice', projectId },
    ])
  })

  test('with what waits for their target', async () => {
    await using testStore = await openTestStore(kind)
    await open(testStore, failing(testStore))
    await testStore.acceptOne()
    await testStore.acceptOne()
    const { store, targetIds } = testStore
    const problem = await onlyOpen(testStore)
    expect(await store.problems.waiting(problem)).toMatchObject({ count: 2, unreachableSinceMs: null })
    await store.breakers.open(targetIds[0]!, 'refused')
    testStore.clock.advance(60_000)
    expect(await store.problems.waiting(problem)).toMatchObject({
      count: 2,
      unreachableSinceMs: testStore.clock.now() - 60_000,
      oldestAgeMs: 60_000,
    })
  })

  test('to be announced until their closing was', async () => {
    await using testStore = await openTestStore(kind)
    const { store, clock } = testStore
    await open(testStore, failing(testStore))
    const { id } = await onlyOpen(testStore)
    const unannounced = async () => (await store.problems.unannounced()).map((one) => one.isOpeningAnnounced)
    expect(await unannounced()).toEqual([false])
    await store.problems.setAnnounced(id, 'opening')
    await store.problems.setAnnounced(id, 'closing')
    expect(await unannounced(), 'it is open, so nothing closed').toEqual([true])
    await close(testStore, { id })
    await store.problems.setAnnounced(id, 'closing')
    expect(await unannounced()).toEqual([])
    clock.advance(1)
  })

  test('and sends what failed since they opened, each once, however often somebody asks', async () => {
    await using testStore = await openTestStore(kind)
    const { store, clock, policyId, targetIds } = testStore
    await end(testStore, gaveUp)
    clock.advance(120_000)
    const sinceMs = clock.now()
    const failed = [await end(testStore, gaveUp), await end(testStore, gaveUp)]
    await end(testStore, succeeded)
    const scope = { policyId, targetId: targetIds[0]!, sinceMs }
    expect(await store.deliveryControl.recoverable(scope, 10)).toBe(2)

    const both = await Promise.all([
      store.deliveryControl.recover(scope, 10),
      store.deliveryControl.recover(scope, 10),
    ])

    expect(
      both
        .flat()
        .map(({ of }) => of)
        .toSorted((one, other) => one - other),
    ).toEqual(failed)
    expect(await store.deliveryControl.recoverable(scope, 10)).toBe(0)
    const [first] = (await testStore.claim({ room: 1 })).deliveries
    await testStore.complete(first!, gaveUp)
    expect(await store.deliveryControl.recoverable(scope, 10), 'the one that failed again').toBe(1)
  })
})
