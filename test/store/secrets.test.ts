import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft, targetDraft } from './drafts.ts'
import { openHarbour } from './harbour.ts'

const address = 'https://receiver.example/'

describe.each(databases)('$name keeps secrets', (kind) => {
  test('so that no byte on disk tells them', async () => {
    const targets = [
      targetDraft(address, { authHeader: 'Bearer canary-of-the-header' }),
      targetDraft(address, { secret: 'canary-of-the-secret' }),
    ]
    await using harbour = await openHarbour(kind, policyDraft([], { targets, description: 'plain-canary' }))
    await harbour.store.sources.create({ name: 'r', kind: 'distribution', token: 'canary-of-the-token' })

    const { database } = harbour
    expect(await database.holds('plain-canary'), 'what is no secret can be found').toBe(true)
    for (const canary of ['canary-of-the-header', 'canary-of-the-secret', 'canary-of-the-token'])
      expect(await database.holds(canary)).toBe(false)
    await harbour.reopen()
    for (const canary of ['canary-of-the-header', 'canary-of-the-secret', 'canary-of-the-token'])
      expect(await database.holds(canary), 'nor after the store was closed').toBe(false)
  })

  test('so that the sender gets them in clear, and nobody else', async () => {
    const targets = [
      targetDraft(address, { authHeader: 'Bearer clear' }),
      targetDraft(address, { secret: 'clear' }),
    ]
    await using harbour = await openHarbour(kind, policyDraft([], { targets }))
    const [first, second] = harbour.targetIds as [number, number]

    expect(await harbour.store.targets.withSecrets(first)).toMatchObject({
      authHeader: 'Bearer clear',
      secret: null,
    })
    expect(await harbour.store.targets.withSecrets(second)).toMatchObject({
      authHeader: null,
      secret: 'clear',
    })
    expect((await harbour.policy()).targets).toMatchObject([
      { hasAuthHeader: true, hasSecret: false },
      { hasAuthHeader: false, hasSecret: true },
    ])
    expect(JSON.stringify([await harbour.policy(), await harbour.store.rulesOf('harbour')])).not.toContain(
      'clear',
    )
  })

  test('when a target is changed without naming them', async () => {
    const targets = [targetDraft(address, { secret: 'kept' })]
    await using harbour = await openHarbour(kind, policyDraft([], { targets }))

    const moved = policyDraft([`${address}other/path`])
    await harbour.store.policies.update(harbour.projectId, harbour.policyId, moved)

    expect(await harbour.store.targets.withSecrets(harbour.targetIds[0]!)).toMatchObject({
      address: `${address}other/path`,
      secret: 'kept',
    })
  })

  test('until another one is named, whichever of the two it is', async () => {
    const targets = [targetDraft(address, { secret: 'old' })]
    await using harbour = await openHarbour(kind, policyDraft([], { targets }))

    const draft = policyDraft([], { targets: [targetDraft(address, { authHeader: 'Bearer new' })] })
    await harbour.store.policies.update(harbour.projectId, harbour.policyId, draft)

    expect(await harbour.store.targets.withSecrets(harbour.targetIds[0]!)).toMatchObject({
      authHeader: 'Bearer new',
      secret: null,
    })
  })

  test('of a source, whose token can be replaced', async () => {
    await using harbour = await openHarbour(kind)
    const { sources } = harbour.store
    await sources.create({ name: 'registry', kind: 'distribution', token: 'first' })
    expect(await sources.byName('registry')).toMatchObject({ kind: 'distribution', token: 'first' })

    await sources.setToken('registry', 'second')

    expect(await sources.byName('registry')).toMatchObject({ token: 'second' })
    expect(await sources.byName('unknown')).toBeNull()
  })
})
