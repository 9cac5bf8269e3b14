import { expect, test } from 'vitest'
import { Dispatcher } from '../../src/delivery/dispatcher.ts'
import type { Clock } from '../../src/domain/clock.ts'
import type { Queue } from '../../src/domain/delivery/queue.ts'
import { createLog } from '../../src/log.ts'
import { databases } from '../store/databases.ts'
import { policyDraft } from '../store/drafts.ts'
import { type TestStore, openTestStore } from '../store/test-store.ts'
import { outcomeOf, succeeded } from '../store/outcomes.ts'
import { templatesHere } from '../support/events/rendered.ts'
import { targetKind } from '../support/events/target-kind.ts'
import { waitUntil } from '../support/wait-until.ts'

/** A kind of target that takes everything at once. */
const welcoming = targetKind(() => Promise.resolve(outcomeOf(succeeded, 0)))

function dispatcherOn(testStore: TestStore, queue: Queue, clock: Clock = testStore.clock): Dispatcher {
  return new Dispatcher({
    store: { ...testStore.store, queue },
    targetKinds: [welcoming],
    templates: templatesHere,
    retryRule: { maxRetry: 0, initialWaitMs: 1, maxWaitMs: 1, factor: 1, randomization: 0 },
    clock,
    random: () => 0,
    log: createLog('silent'),
    noteExhausted: () => undefined,
    attemptsLimit: 1000,
  })
}

async function microtasks(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

/** How many turns after a claim's answer the next delivery is announced; the loop that claims ends within a few. */
const TURNS = Array.from({ length: 16 }, (_, turn) => turn)

test.for(TURNS)(
  'what is announced %i turns after a claim is delivered without another push',
  async (turns) => {
    await using testStore = await openTestStore(
      databases[0]!,
      policyDraft(['http://one.example/', 'http://two.example/']),
    )
    const [one, two] = testStore.targetIds
    await testStore.acceptOne({ target: one! })
    await testStore.acceptOne({ target: two! })
    const { queue } = testStore.store
    let announced = false
    await using dispatcher = dispatcherOn(testStore, {
      ...queue,
      async claim(claim) {
        const claimed = await queue.claim(claim)
        if (!announced) void microtasks(turns).then(() => dispatcher.expect(two!, testStore.clock.now()))
        announced = true
        return claimed
      },
    })

    dispatcher.expect(one!, testStore.clock.now())

    await waitUntil(
      async () => (await testStore.deliveries()).items.every(({ state }) => state === 'success'),
      {
        what: 'both deliveries succeed',
        timeoutMs: 3000,
      },
    )
    expect(announced).toBe(true)
  },
)

test('a timer that comes a moment early is waited for again', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const id = await testStore.acceptOne()
  const { clock } = testStore
  // As libuv may do: the first timer fires although the clock is still a millisecond short.
  const early = [1]
  const hasty: Clock = {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (delayMs, run) => clock.after(delayMs - (early.pop() ?? 0), run),
  }
  await using dispatcher = dispatcherOn(testStore, testStore.store.queue, hasty)

  dispatcher.expect(testStore.targetIds[0]!, clock.now() + 1000)
  clock.advance(999)
  clock.advance(1)

  await waitUntil(async () => (await testStore.delivery(id)).state === 'success', { what: 'it is delivered' })
})
