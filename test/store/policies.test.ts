import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft, targetDraft } from './drafts.ts'
import { type Harbour, openHarbour } from './harbour.ts'

const one = 'http://one.example/'
const two = 'http://two.example/'

async function update(harbour: Harbour, ...[addresses, changes]: Parameters<typeof policyDraft>) {
  await harbour.store.policies.update(harbour.projectId, harbour.policyId, policyDraft(addresses, changes))
}

async function states(harbour: Harbour) {
  const { items } = await harbour.deliveries()
  return items.map(({ targetId, state, reason }) => ({ targetId, state, reason })).toReversed()
}

describe.each(databases)('$name, when a policy changes,', (kind) => {
  test('stops what waits when the policy is deleted', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one, two]))
    await harbour.accept(harbour.event())

    await harbour.store.policies.remove(harbour.projectId, harbour.policyId)

    const reason = 'the policy was deleted'
    expect(await states(harbour)).toEqual(
      harbour.targetIds.map((targetId) => ({ targetId, state: 'stopped', reason })),
    )
    expect((await harbour.claim()).deliveries).toEqual([])
    expect(await harbour.policy()).toBeNull()
    expect(await harbour.store.targets.withSecrets(harbour.targetIds[0]!)).toBeNull()
  })

  test('stops what waits when the policy is disabled, and delivers again what comes once it is enabled', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one]))
    const stopped = await harbour.acceptOne()
    await update(harbour, [one], { enabled: false })
    expect(await states(harbour)).toMatchObject([{ state: 'stopped', reason: 'the policy was disabled' }])

    await update(harbour, [one])
    const next = await harbour.acceptOne()

    expect((await harbour.claim()).deliveries.map(({ id }) => id)).toEqual([next])
    expect((await harbour.delivery(stopped)).state).toBe('stopped')
  })

  test('stops only what waits for the target that was removed', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one, two]))
    await harbour.accept(harbour.event())
    const [first, second] = harbour.targetIds

    await update(harbour, [two])

    expect(await states(harbour)).toEqual([
      { targetId: first, state: 'stopped', reason: 'the target was removed' },
      { targetId: second, state: 'pending', reason: '' },
    ])
    expect((await harbour.policy()).targets.map(({ id }) => id)).toEqual([second])
  })

  test('leaves the deliveries of other policies and those that have ended alone', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one]))
    const other = policyDraft([two], { name: 'other' })
    const otherId = await harbour.store.policies.create(harbour.projectId, other, 'admin')
    const { targets } = (await harbour.store.policies.byId(harbour.projectId, otherId))!
    await harbour.acceptOne({ target: targets[0]!.id })

    await harbour.store.policies.remove(harbour.projectId, harbour.policyId)

    expect((await harbour.claim({ target: targets[0]!.id })).deliveries).toHaveLength(1)
  })

  test('stores no delivery that was decided before the policy was deleted', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one]))
    const revision = await harbour.revision()

    const removal = harbour.store.policies.remove(harbour.projectId, harbour.policyId)
    const accepts = Array.from({ length: 50 }, () =>
      harbour.store.queue.accept({ revision, lease: harbour.lease(), events: [harbour.event()] }),
    )
    await Promise.all([removal, ...accepts])

    const { items } = await harbour.deliveries()
    expect(items.filter(({ state }) => state !== 'stopped')).toEqual([])
  })

  test('keeps the ids and the waiting deliveries of targets whose address or order has changed', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one, two]))
    await harbour.accept(harbour.event())
    const [first, second] = harbour.targetIds

    await update(harbour, [two, 'http://moved.example/'])

    const targets = (await harbour.policy()).targets.map(({ id, address }) => ({ id, address }))
    expect(targets).toEqual([
      { id: second, address: two },
      { id: first, address: 'http://moved.example/' },
    ])
    expect((await states(harbour)).map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect((await harbour.store.targets.withSecrets(first!))?.address).toBe('http://moved.example/')
  })

  test('keeps everything as it was when the change is refused', async () => {
    await using harbour = await openHarbour(kind, policyDraft([one, two]))
    await harbour.store.policies.create(harbour.projectId, policyDraft([one], { name: 'taken' }), 'admin')
    await harbour.accept(harbour.event())
    const revision = await harbour.revision()

    const change = update(harbour, [two], { name: 'taken', enabled: false })

    await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await harbour.policy()).targets).toHaveLength(2)
    expect((await states(harbour)).map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect(await harbour.revision()).toBe(revision)
  })

  test('says that there is no such policy, also to another project and after it was deleted', async () => {
    await using harbour = await openHarbour(kind)
    const { policies, projects } = harbour.store
    const other = await projects.ensure('other')

    const notFound = { code: 'NOT_FOUND' }
    await expect(policies.remove(other.id, harbour.policyId)).rejects.toMatchObject(notFound)
    await policies.remove(harbour.projectId, harbour.policyId)
    await expect(policies.remove(harbour.projectId, harbour.policyId)).rejects.toMatchObject(notFound)
    await expect(update(harbour, [one])).rejects.toMatchObject(notFound)
  })

  test('refuses to take a stored secret to another host', async () => {
    const targets = [targetDraft(one, { secret: 'only for one.example' })]
    await using harbour = await openHarbour(kind, policyDraft([], { targets }))

    await expect(update(harbour, [two])).rejects.toMatchObject({ code: 'BAD_REQUEST' })

    expect(await harbour.store.targets.withSecrets(harbour.targetIds[0]!)).toMatchObject({
      address: one,
      secret: 'only for one.example',
    })
  })
})
