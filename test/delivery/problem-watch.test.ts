import { expect, test } from 'vitest'
import { FLAPPING_MS } from '../../src/domain/problem/problem.ts'
import type { SourceEvent } from '../../src/domain/event/event.ts'
import { createLog } from '../../src/log.ts'
import { ProblemWatch } from '../../src/problems/problem-watch.ts'
import { TargetOutcomes } from '../../src/problems/target-outcomes.ts'
import { waitUntil } from '../support/wait-until.ts'
import { sqliteDatabase } from '../store/sqlite-database.ts'
import { type TestStore, openTestStore } from '../store/test-store.ts'

/** A watch on a store whose clock is moved by hand; `look` lets it look once. */
async function watching(testStore: TestStore) {
  const { store, clock } = testStore
  const published: SourceEvent[] = []
  const disk = { fault: null as string | null, looks: 0 }
  const outcomes = new TargetOutcomes()
  const watch = new ProblemWatch({
    findOwnTroubles: () => Promise.resolve([]),
    store: {
      ...store,
      writeFault: async () => {
        disk.looks++
        return disk.fault
      },
    },
    outcomes,
    intake: {
      lastEventOf: () => null,
      takeWrongTokens: () => null,
      publish: async (event) => void published.push(event),
    },
    clock,
    log: createLog('silent'),
  })
  watch.start()
  const look = async (): Promise<void> => {
    const before = disk.looks
    await waitUntil(() => clock.waiting > 0, { what: 'the watch waits' })
    clock.advance(15_000)
    await waitUntil(() => disk.looks > before && clock.waiting > 0, { what: 'it looked' })
  }
  return { watch, disk, published, look }
}

const kinds = async ({ store }: TestStore) => (await store.problems.open()).map(({ kind }) => kind)

test('that the store cannot write is kept in memory, and is on record once it can', async () => {
  await using testStore = await openTestStore({ create: sqliteDatabase })
  const { watch: started, disk, look } = await watching(testStore)
  await using watch = started
  await look()
  expect(watch.unwritable).toBeNull()
  disk.fault = 'the disk is full'
  await look()
  await look()
  expect(watch.unwritable).toMatchObject({
    kind: 'store_unwritable',
    reason: 'the disk is full',
    sinceMs: testStore.clock.now() - 15_000,
  })
  disk.fault = null
  await look()
  expect(watch.unwritable).toBeNull()
  const { items } = await testStore.store.problems.list({ projectId: null }, 10, null)
  expect(items).toMatchObject([{ kind: 'store_unwritable', closedBecause: 'over' }])
})

test('an open problem that a process before found stays, and is announced once, its end after ten minutes', async () => {
  await using testStore = await openTestStore({ create: sqliteDatabase })
  const { store, projectId, policyId, targetIds, clock } = testStore
  const trouble = { kind: 'target_failing', cause: 'dns', reason: '', sinceMs: 0, isQuiet: false } as const
  const subject = { projectId, policyId, targetId: targetIds[0]!, sourceId: null }
  await store.problems.change({ opened: [{ ...trouble, ...subject }], updated: [], closed: [] })
  const { watch, published, look } = await watching(testStore)
  await using stack = new AsyncDisposableStack()
  stack.use(watch)
  await look()
  await look()
  expect(await kinds(testStore)).toEqual(['target_failing'])
  expect(published).toMatchObject([{ type: 'TARGET_FAILING', project: 'team' }])

  await store.policies.remove(projectId, policyId)
  await look()
  expect(await kinds(testStore)).toEqual([])
  expect(published).toHaveLength(1)
  clock.advance(FLAPPING_MS)
  await look()
  await look()
  expect(published).toMatchObject([
    { type: 'TARGET_FAILING' },
    { type: 'TARGET_RECOVERED', detail: { problem: { closed: { because: 'removed' } } } },
  ])
})

test('a quiet problem opens and closes without a word', async () => {
  await using testStore = await openTestStore({ create: sqliteDatabase })
  const { store, projectId, policyId, targetIds, clock } = testStore
  const trouble = { kind: 'target_failing', cause: 'dns', reason: '', sinceMs: 0, isQuiet: true } as const
  const subject = { projectId, policyId, targetId: targetIds[0]!, sourceId: null }
  await store.problems.change({ opened: [{ ...trouble, ...subject }], updated: [], closed: [] })
  const { watch, published, look } = await watching(testStore)
  await using stack = new AsyncDisposableStack()
  stack.use(watch)
  await look()
  await store.policies.remove(projectId, policyId)
  await look()
  clock.advance(FLAPPING_MS)
  await look()
  expect([await kinds(testStore), published, await store.problems.unannounced()]).toEqual([[], [], []])
})
