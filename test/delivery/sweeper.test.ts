import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Sweeper } from '../../src/delivery/sweeper.ts'
import { createLog } from '../../src/log.ts'
import { databases } from '../store/databases.ts'
import { openTestStore } from '../store/test-store.ts'

const HOUR_MS = 3_600_000
const nobody = { owner: randomUUID(), expect: () => undefined, lookAround: () => Promise.resolve() }

test('the sweeper counts its rounds, the targets whose process is gone, and the deliveries that are too old', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const { store, clock } = testStore
  await testStore.accept(testStore.event({ leased: true }), testStore.event())
  await using sweeper = new Sweeper({
    queue: store.queue,
    dispatcher: nobody,
    maxAgeMs: HOUR_MS,
    retryRule: { maxWaitMs: HOUR_MS },
    clock,
    log: createLog('silent'),
  })

  await sweeper.start()
  const startedAtMs = clock.now()
  expect(sweeper.counts).toMatchObject({ sweeps: 1, freedTargets: testStore.targetIds.length, expired: 0 })
  expect(sweeper.counts.lastSweepAtMs).toBe(startedAtMs)

  clock.advance(2 * HOUR_MS)
  const nextRound = () => {
    clock.advance(15_000)
    return sweeper.counts.expired
  }
  await expect.poll(nextRound).toBe(2 * testStore.targetIds.length)
  expect(sweeper.counts.sweeps).toBeGreaterThan(1)
})
