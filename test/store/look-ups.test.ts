import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'

const CALLERS = 50
const ROUNDS = 20

describe.each(databases)('$name', (kind) => {
  test('looks things up for events, deliveries and log-ins without waiting behind lists', async () => {
    await using testStore = await openTestStore(kind, policyDraft(['http://one.example/']))
    const { store, projectId, targetIds } = testStore
    const tag = { sourceId: 1, repository: 'team/app', name: 'latest' }
    let isOver = false
    let listed = 0
    const callers = Array.from({ length: CALLERS }, async () => {
      while (!isOver) {
        await store.history.events({ projectId }, 100, null)
        listed++
      }
    })

    const lookUps: readonly (() => Promise<unknown>)[] = [
      () => store.rulesOf('team'),
      () => store.repository('team/app'),
      () => store.registry.tagsAbout({ names: [tag], digests: [] }),
      () => store.targets.withSecrets(targetIds[0]!),
      () => store.queue.waitingTargets(),
      () => store.sessions.byHash('none'),
      () => store.users.byName('anna'),
    ]
    for (let round = 0; round < ROUNDS; round++) for (const lookUp of lookUps) await lookUp()
    const listedMeanwhile = listed
    isOver = true
    await Promise.all(callers)

    // Behind the others, each would wait until about all callers have had a list.
    expect(listedMeanwhile / (ROUNDS * lookUps.length)).toBeLessThan(CALLERS / 2)
  })
})
