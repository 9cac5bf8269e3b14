import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft, targetDraft } from './drafts.ts'
import { openTestStore } from './test-store.ts'

const address = 'https://receiver.example/'

describe.each(databases)('$name keeps secrets', (kind) => {
  test('so that no byte on disk gives them away', async () => {
    const targets = [
      targetDraft(address, { authHeader: 'Bearer canary-of-the-header' }),
      targetDraft(address, { secret: 'canary-of-the-secret' }),
    ]
    await using testStore = await openTestStore(
      kind,
      policyDraft([], { targets, description: 'plain-canary' }),
    )
    await testStore.store.sources.create({ name: 'r', kind: 'distribution', token: 'canary-of-the-token' })

    const { database } = testStore
    expect(await database.holds('plain-canary'), 'what is no secret can be found').toBe(true)
    for (const canary of ['canary-of-the-header', 'canary-of-the-secret', 'canary-of-the-token'])
      expect(await database.holds(canary)).toBe(false)
    await testStore.reopen()
    for (const canary of ['canary-of-the-header', 'canary-of-the-secret', 'canary-of-the-token'])
      expect(await database.holds(canary), 'nor after the store was closed').toBe(false)
  })

  test('so that the sender gets them in clear, and nobody else', async () => {
    const targets = [
      targetDraft(address, { authHeader: 'Bearer clear' }),
      targetDraft(address, { secret: 'clear' }),
    ]
    await using testStore = await openTestStore(kind, policyDraft([], { targets }))
    const [first, second] = testStore.targetIds as [number, number]

    expect(await testStore.store.targets.withSecrets(first)).toMatchObject({
      authHeader: 'Bearer clear',
      secret: null,
    })
    expect(await testStore.store.targets.withSecrets(second)).toMatchObject({
      authHeader: null,
      secret: 'clear',
    })
    expect((await testStore.policy()).targets).toMatchObject([
      { hasAuthHeader: true, hasSecret: false },
      { hasAuthHeader: false, hasSecret: true },
    ])
    expect(JSON.stringify([await testStore.policy(), await testStore.store.rulesOf('team')])).not.toContain(
      'clear',
    )
  })

  test('when a target is changed without naming them', async () => {
    const targets = [targetDraft(address, { secret: 'kept' })]
    await using testStore = await openTestStore(kind, policyDraft([], { targets }))

    const moved = policyDraft([`${address}other/path`])
    await testStore.store.policies.update(testStore.projectId, testStore.policyId, moved)

    expect(await testStore.store.targets.withSecrets(testStore.targetIds[0]!)).toMatchObject({
      address: `${address}other/path`,
      secret: 'kept',
    })
  })

  test('until another one is named, whichever of the two it is', async () => {
    const targets = [targetDraft(address, { secret: 'old' })]
    await using testStore = await openTestStore(kind, policyDraft([], { targets }))

    const draft = policyDraft([], { targets: [targetDraft(address, { authHeader: 'Bearer new' })] })
    await testStore.store.policies.update(testStore.projectId, testStore.policyId, draft)

    expect(await testStore.store.targets.withSecrets(testStore.targetIds[0]!)).toMatchObject({
      authHeader: 'Bearer new',
      secret: null,
    })
  })

  test('of a source, whose token can be replaced', async () => {
    await using testStore = await openTestStore(kind)
    const { sources } = testStore.store
    await sources.create({ name: 'registry', kind: 'distribution', token: 'first' })
    expect(await sources.byName('registry')).toMatchObject({ kind: 'distribution', token: 'first' })

    await sources.setToken('registry', 'second')

    expect(await sources.byName('registry')).toMatchObject({ token: 'second' })
    expect(await sources.byName('unknown')).toBeNull()
  })
})
