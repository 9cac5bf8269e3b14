import { expect, test } from 'vitest'
import { Dispatcher } from '../../src/delivery/dispatcher.ts'
import type { Outcome } from '../../src/domain/delivery/attempt.ts'
import { createLog } from '../../src/log.ts'
import { databases } from '../store/databases.ts'
import { policyDraft, targetDraft } from '../store/drafts.ts'
import { failure, gaveUp, outcomeOf } from '../store/outcomes.ts'
import { type TestStore, openTestStore } from '../store/test-store.ts'
import { templatesHere } from '../support/events/rendered.ts'
import { targetKind } from '../support/events/target-kind.ts'
import { waitUntil } from '../support/wait-until.ts'

const silence: Outcome = {
  ...outcomeOf(gaveUp, 0),
  response: null,
  failure: { ...failure, code: 'connect', text: 'no connection' },
}

/** A dispatcher that has just started, on a receiver that is not there. */
async function startDispatcher({ store, clock }: TestStore): Promise<Dispatcher> {
  const dispatcher = new Dispatcher({
    store,
    targetKinds: [targetKind(() => Promise.resolve(silence))],
    templates: templatesHere,
    retryRule: { maxRetry: 0, initialWaitMs: 1, maxWaitMs: 1, factor: 1, randomization: 0 },
    clock,
    random: () => 0,
    noteExhausted: () => undefined,
    attemptsLimit: 1000,
    log: createLog('silent'),
  })
  await dispatcher.restoreBreakers()
  await dispatcher.lookAround()
  return dispatcher
}

const attempted = async (testStore: TestStore): Promise<number> =>
  (await testStore.deliveries()).items.filter(({ attempts }) => attempts > 0).length

test('a target that was unreachable before a restart gets one probe after it, and all when someone changes it', async () => {
  await using testStore = await openTestStore(databases[0]!)
  const { store, projectId, policyId, targetIds } = testStore
  await store.breakers.open(targetIds[0]!, 'no connection')
  for (let accepted = 0; accepted < 9; accepted++) await testStore.acceptOne()

  await using dispatcher = await startDispatcher(testStore)

  await waitUntil(async () => (await attempted(testStore)) === 1, { what: 'a probe goes out' })
  await dispatcher.lookAround()
  expect(dispatcher.reserve(targetIds[0]!)).toBe(false)
  expect(await attempted(testStore)).toBe(1)
  expect(await store.breakers.all()).toEqual(targetIds)

  const { address } = (await testStore.policy()).targets[0]!
  const targets = [targetDraft(address, { skipCertVerify: true })]
  await store.policies.update(projectId, policyId, policyDraft([], { targets }))

  await waitUntil(async () => (await attempted(testStore)) === 9, { what: 'what waits goes out' })
  await waitUntil(async () => (await store.breakers.all()).length === 0, { what: 'it is kept' })
})
