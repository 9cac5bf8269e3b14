import { describe, expect, test } from 'vitest'
import type { DatabaseKind } from './database.ts'
import { databases } from './databases.ts'
import { type Harbour, openHarbour } from './harbour.ts'

const digest = `sha256:${'a1'.repeat(32)}`

/** A harbour whose events have a source. */
async function openWithSource(kind: DatabaseKind): Promise<Harbour> {
  const harbour = await openHarbour(kind)
  await harbour.store.sources.create({ name: 'default', kind: 'distribution', token: 'abc' })
  return harbour
}

/** Stores an event that waits so long, and gives it as it then is. */
async function hold(harbour: Harbour, forMs: number) {
  const { event, projectId, sequence } = harbour.event()
  const heldUntilMs = harbour.clock.now() + forMs
  const undecided = { verdicts: [], withheld: null, payloads: [], deliveries: [], heldUntilMs }
  const known = { ...event, artifacts: [{ ...event.artifacts[0]!, tag: null, digest }] }
  await harbour.accept({ event: known, projectId, sequence, repositoryCreatedAtMs: 1, ...undecided })
  return known
}

/** What is decided about a held event: one delivery to each target. */
async function settle(harbour: Harbour, event: Awaited<ReturnType<typeof hold>>) {
  const revision = await harbour.revision()
  const decided = { ...harbour.event(), event: { ...event, role: 'child' as const } }
  return harbour.store.queue.settle({ revision, lease: harbour.lease(), events: [decided] })
}

describe.each(databases)('on $name, a held event', (kind) => {
  test('is stored, has no verdict yet, and is found by its time, repository and digest, also after a restart', async () => {
    await using harbour = await openWithSource(kind)
    const late = await hold(harbour, 5000)
    const soon = await hold(harbour, 2000)
    await harbour.reopen()

    const { queue } = harbour.store
    const idsOf = async (filter: object) =>
      (await queue.held({ limit: 10, ...filter })).map(({ event }) => event.id)
    expect(await idsOf({})).toEqual([soon.id, late.id])
    expect(await idsOf({ limit: 1 })).toEqual([soon.id])
    expect(await idsOf({ dueAtMs: harbour.clock.now() + 2000 })).toEqual([soon.id])
    expect(await idsOf({ repository: 'harbour/boat', digests: [digest] })).toHaveLength(2)
    expect(await idsOf({ repository: 'harbour/boat', digests: ['sha256:other'] })).toEqual([])
    expect(await idsOf({ repository: 'harbour/ship', digests: [digest] })).toEqual([])
    expect(await harbour.store.history.event(null, soon.id)).toMatchObject({
      verdicts: [],
      heldUntilMs: expect.any(Number),
    })
  })

  test('is decided once, with its deliveries, and is held no more', async () => {
    await using harbour = await openWithSource(kind)
    const event = await hold(harbour, 5000)

    expect(await settle(harbour, event)).toEqual({ outcome: 'stored', deliveryIds: [[expect.any(Number)]] })
    expect(await settle(harbour, event)).toEqual({ outcome: 'stored', deliveryIds: [null] })
    expect((await harbour.deliveries()).total).toBe(1)
    expect(await harbour.store.queue.held({ limit: 10 })).toEqual([])
    expect(await harbour.store.history.event(null, event.id)).toMatchObject({
      verdicts: [{ verdict: 'deliver' }],
      heldUntilMs: null,
    })
  })

  test('stays held when the rules that decided it have changed', async () => {
    await using harbour = await openWithSource(kind)
    const event = await hold(harbour, 5000)
    const revision = await harbour.revision()
    await harbour.store.settings.setNotificationsEnabled(false)
    const decided = { ...harbour.event(), event }

    const result = await harbour.store.queue.settle({ revision, lease: harbour.lease(), events: [decided] })

    expect(result).toEqual({ outcome: 'stale' })
    expect(await harbour.store.queue.held({ limit: 10 })).toHaveLength(1)
    expect((await harbour.deliveries()).total).toBe(0)
  })

  test('is no past event that could be delivered again', async () => {
    await using harbour = await openWithSource(kind)
    const event = await hold(harbour, 5000)
    expect(await harbour.store.pastEvents.newest(null, 10)).toEqual([])
    await settle(harbour, event)
    expect(await harbour.store.pastEvents.newest(null, 10)).toMatchObject([{ event: { id: event.id } }])
  })
})
