import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft, targetDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const one = 'http://one.example/'
const two = 'http://two.example/'

async function update(testStore: TestStore, ...[addresses, changes]: Parameters<typeof policyDraft>) {
  await testStore.store.policies.update(
    testStore.projectId,
    testStore.policyId,
    policyDraft(addresses, changes),
  )
}

/** Resolves when the next change of the rules is stored. */
function rulesChange({ store }: TestStore): Promise<void> {
  return new Promise((resolve) => store.onRulesChanged(resolve))
}

async function states(testStore: TestStore) {
  const { items } = await testStore.deliveries()
  return items.map(({ targetId, state, reason }) => ({ targetId, state, reason })).toReversed()
}

describe.each(databases)('$name, when a policy changes,', (kind) => {
  test('stops what waits when the policy is deleted', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one, two]))
    await testStore.accept(testStore.event())

    await testStore.store.policies.remove(testStore.projectId, testStore.policyId)

    const reason = 'the policy was deleted'
    expect(await states(testStore)).toEqual(
      testStore.targetIds.map((targetId) => ({ targetId, state: 'stopped', reason })),
    )
    expect((await testStore.claim()).deliveries).toEqual([])
    expect(await testStore.policy()).toBeNull()
    expect(await testStore.store.targets.withSecrets(testStore.targetIds[0]!)).toBeNull()
  })

  test('stops a great backlog in slices: what others store meanwhile does not wait for its end', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one]))
    const [target] = testStore.targetIds as [number]
    await testStore.accept(testStore.event({ targets: Array.from({ length: 3000 }, () => target) }))
    const ended: string[] = []

    const changed = rulesChange(testStore)
    const removal = testStore.store.policies
      .remove(testStore.projectId, testStore.policyId)
      .then(() => ended.push('removal'))
    await changed
    expect((await testStore.claim({ room: 10 })).deliveries, 'nothing of it starts any more').toEqual([])
    await testStore.accept(testStore.event({ repository: 'team/other', targets: [] }))
    ended.push('other')
    await removal

    expect(ended).toEqual(['other', 'removal'])
    expect(new Set((await states(testStore)).map(({ state }) => state))).toEqual(new Set(['stopped']))
  })

  test('goes on stopping after an end in the middle', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one]))
    const [target] = testStore.targetIds as [number]
    await testStore.accept(testStore.event({ targets: Array.from({ length: 3000 }, () => target) }))

    const changed = rulesChange(testStore)
    const removal = testStore.store.policies.remove(testStore.projectId, testStore.policyId).catch(String)
    await changed
    await testStore.reopen()
    await removal
    const before = (await states(testStore)).filter(({ state }) => state === 'pending')
    while ((await testStore.sweep()).more);

    expect(before.length, 'it ended in the middle').toBeGreaterThan(0)
    const reasons = (await states(testStore)).map(({ state, reason }) => `${state}: ${reason}`)
    expect(new Set(reasons)).toEqual(new Set(['stopped: the policy was deleted']))
  })

  test('stops what waits when the policy is disabled, and delivers again what comes once it is enabled', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one]))
    const stopped = await testStore.acceptOne()
    await update(testStore, [one], { enabled: false })
    expect(await states(testStore)).toMatchObject([{ state: 'stopped', reason: 'the policy was disabled' }])

    await update(testStore, [one])
    const next = await testStore.acceptOne()

    expect((await testStore.claim()).deliveries.map(({ id }) => id)).toEqual([next])
    expect((await testStore.delivery(stopped)).state).toBe('stopped')
  })

  test('stops only what waits for the target that was removed', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one, two]))
    await testStore.accept(testStore.event())
    const [first, second] = testStore.targetIds

    await update(testStore, [two])

    expect(await states(testStore)).toEqual([
      { targetId: first, state: 'stopped', reason: 'the target was removed' },
      { targetId: second, state: 'pending', reason: '' },
    ])
    expect((await testStore.policy()).targets.map(({ id }) => id)).toEqual([second])
  })

  test('leaves the deliveries of other policies and those that have ended alone', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one]))
    const other = policyDraft([two], { name: 'other' })
    const otherId = await testStore.store.policies.create(testStore.projectId, other, 'admin')
    const { targets } = (await testStore.store.policies.byId(testStore.projectId, otherId))!
    await testStore.acceptOne({ target: targets[0]!.id })

    await testStore.store.policies.remove(testStore.projectId, testStore.policyId)

    expect((await testStore.claim({ target: targets[0]!.id })).deliveries).toHaveLength(1)
  })

  test('stores no delivery that was decided before the policy was deleted', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one]))
    const revision = await testStore.revision()

    const removal = testStore.store.policies.remove(testStore.projectId, testStore.policyId)
    const accepts = Array.from({ length: 50 }, () => testStore.acceptBy(revision, testStore.event()))
    await Promise.all([removal, ...accepts])

    const { items } = await testStore.deliveries()
    expect(items.filter(({ state }) => state !== 'stopped')).toEqual([])
  })

  test('keeps the ids and the waiting deliveries of targets whose address or order has changed', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one, two]))
    await testStore.accept(testStore.event())
    const [first, second] = testStore.targetIds

    await update(testStore, [two, 'http://moved.example/'])

    const targets = (await testStore.policy()).targets.map(({ id, address }) => ({ id, address }))
    expect(targets).toEqual([
      { id: second, address: two },
      { id: first, address: 'http://moved.example/' },
    ])
    expect((await states(testStore)).map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect((await testStore.store.targets.withSecrets(first!))?.address).toBe('http://moved.example/')
  })

  test('keeps everything as it was when the change is refused', async () => {
    await using testStore = await openTestStore(kind, policyDraft([one, two]))
    await testStore.store.policies.create(testStore.projectId, policyDraft([one], { name: 'taken' }), 'admin')
    await testStore.accept(testStore.event())
    const revision = await testStore.revision()

    const change = update(testStore, [two], { name: 'taken', enabled: false })

    await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await testStore.policy()).targets).toHaveLength(2)
    expect((await states(testStore)).map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect(await testStore.revision()).toBe(revision)
  })

  test('says that there is no such policy, also to another project and after it was deleted', async () => {
    await using testStore = await openTestStore(kind)
    const { policies, projects } = testStore.store
    const other = await projects.ensure('other')

    const notFound = { code: 'NOT_FOUND' }
    await expect(policies.remove(other.id, testStore.policyId)).rejects.toMatchObject(notFound)
    await policies.remove(testStore.projectId, testStore.policyId)
    await expect(policies.remove(testStore.projectId, testStore.policyId)).rejects.toMatchObject(notFound)
    await expect(update(testStore, [one])).rejects.toMatchObject(notFound)
  })

  test('refuses to take a stored secret to another host', async () => {
    const targets = [targetDraft(one, { secret: 'only for one.example' })]
    await using testStore = await openTestStore(kind, policyDraft([], { targets }))

    await expect(update(testStore, [two])).rejects.toMatchObject({ code: 'BAD_REQUEST' })

    expect(await testStore.store.targets.withSecrets(testStore.targetIds[0]!)).toMatchObject({
      address: one,
      secret: 'only for one.example',
    })
  })
})
