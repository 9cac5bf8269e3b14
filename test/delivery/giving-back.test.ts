import { expect, test } from 'vitest'
import { Dispatcher } from '../../src/delivery/dispatcher.ts'
import type { Outcome } from '../../src/domain/delivery/attempt.ts'
import type { NextState } from '../../src/domain/delivery/delivery.ts'
import { createLog } from '../../src/log.ts'
import { databases } from '../store/databases.ts'
import { type TestStore, openTestStore } from '../store/test-store.ts'
import { gaveUp, outcomeOf, succeeded } from '../store/outcomes.ts'
import { templatesHere } from '../support/events/rendered.ts'
import { targetKind } from '../support/events/target-kind.ts'
import { waitUntil } from '../support/wait-until.ts'

/** A kind of target whose answers are given by the test. */
class Quay {
  readonly #waiting: ((outcome: Outcome) => void)[] = []
  readonly kind = targetKind(() => new Promise<Outcome>((resolve) => this.#waiting.push(resolve)))

  get underWay(): number {
    return this.#waiting.length
  }

  answerAll(next: Pick<NextState, 'state'>): void {
    for (const answer of this.#waiting.splice(0)) answer(outcomeOf(next, 0))
  }
}

function dispatcherOn(testStore: TestStore, quay: Quay, attemptsLimit = 1000): Dispatcher {
  return new Dispatcher({
    store: testStore.store,
    targetKinds: [quay.kind],
    templates: templatesHere,
    retryRule: { maxRetry: 0, initialWaitMs: 1, maxWaitMs: 1, factor: 1, randomization: 0 },
    clock: testStore.clock,
    random: () => 0,
    log: createLog('silent'),
    noteExhausted: () => undefined,
    attemptsLimit,
  })
}

/** Stores deliveries that are born under the dispatcher's lease, and starts them. */
async function startMany(testStore: TestStore, dispatcher: Dispatcher, count: number): Promise<void> {
  const { owner, leaseMs } = dispatcher
  const events = Array.from({ length: count }, () => testStore.event({ leased: true }))
  const reserved = events.map(() => dispatcher.reserve(testStore.targetIds[0]!))
  expect(reserved).not.toContain(false)
  const lease = { owner, untilMs: testStore.clock.now() + leaseMs }
  const result = await testStore.store.queue.accept({ revision: await testStore.revision(), lease, events })
  if (result.outcome === 'stale') throw new Error('the rules have changed meanwhile')
  for (const [index, { event, payloads }] of events.entries()) {
    const { id: eventId, type: eventType, repository } = event
    const where = { id: result.deliveryIds[index]![0]!, targetId: testStore.targetIds[0]! }
    dispatcher.start({
      ...where,
      eventId,
      eventType,
      repository,
      projectId: 1,
      policyId: 1,
      payload: payloads[0]!,
      attempt: 1,
      failures: 0,
    })
  }
}

const states = async (testStore: TestStore) =>
  (await testStore.deliveries()).items.map(({ state, attempts }) => `${state} after ${attempts}`).sort()

test('what waits for its turn at the end goes back to the store, and no attempt is counted', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const quay = new Quay()
  const dispatcher = dispatcherOn(testStore, quay)
  await startMany(testStore, dispatcher, 11)
  await waitUntil(() => quay.underWay === 8, { what: 'a window of attempts is under way' })

  const ended = dispatcher[Symbol.asyncDispose]()
  quay.answerAll(succeeded)
  await ended

  const expected = [...Array<string>(3).fill('pending after 0'), ...Array<string>(8).fill('success after 1')]
  expect(await states(testStore)).toEqual(expected)
})

test('when a target begins to fail, what waits goes back and comes again in its turn, each attempted once', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const quay = new Quay()
  await using dispatcher = dispatcherOn(testStore, quay)
  await startMany(testStore, dispatcher, 30)

  await waitUntil(
    async () => {
      quay.answerAll(gaveUp)
      return (await states(testStore)).every((state) => state === 'error after 1')
    },
    { what: 'every delivery fails after its one attempt' },
  )

  const { items } = await testStore.deliveries()
  const attempts = await Promise.all(items.map(({ id }) => testStore.attempts(id)))
  expect(attempts.map((of) => of.map(({ number }) => number))).toEqual(Array<number[]>(30).fill([1]))
})

test('what waits for a sender is leased anew by each round of the sweeper, and attempted once', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const quay = new Quay()
  await using dispatcher = dispatcherOn(testStore, quay, 1)
  await startMany(testStore, dispatcher, 3)
  await waitUntil(() => quay.underWay === 1, { what: 'one attempt is under way' })

  await dispatcher.lookAround()

  await waitUntil(() => dispatcher.counts.claimed === 2, { what: 'the others are claimed' })
  expect(dispatcher.counts).toMatchObject({ returned: 2, attemptsUnderWay: 1, targetsWaiting: 1 })
  await waitUntil(
    async () => {
      quay.answerAll(succeeded)
      return (await states(testStore)).every((state) => state === 'success after 1')
    },
    { what: 'every delivery succeeds after its one attempt' },
  )
})

test('a process that was stopped for longer than its leases last attempts nothing of what it holds', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const quay = new Quay()
  await using dispatcher = dispatcherOn(testStore, quay)
  await startMany(testStore, dispatcher, 11)
  await waitUntil(() => quay.underWay === 8, { what: 'a window of attempts is under way' })

  testStore.clock.advance(dispatcher.leaseMs)
  quay.answerAll(succeeded)

  // They were returned, and are claimed anew.
  await waitUntil(() => quay.underWay === 3, { what: 'the others are attempted under new leases' })
  expect(dispatcher.counts).toMatchObject({ returned: 3, claimed: 3 })
  quay.answerAll(succeeded)
  await waitUntil(async () => (await states(testStore)).every((state) => state === 'success after 1'), {
    what: 'all succeed, and the returned ones were not counted',
  })
})
