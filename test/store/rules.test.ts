import { describe, expect, test } from 'vitest'
import { databases } from './databases.ts'
import { policyDraft } from './drafts.ts'
import { type TestStore, openTestStore } from './test-store.ts'

type Change = (testStore: TestStore) => Promise<unknown>

const changes: readonly [string, Change][] = [
  [
    'a new project',
    ({ store }) => store.projects.create({ name: 'other', isPublic: true, ownerId: 0, metadata: {} }),
  ],
  [
    'a new policy',
    ({ store, projectId }) => store.policies.create(projectId, policyDraft(['http://x/'], { name: 'n' }), ''),
  ],
  [
    'a changed policy',
    ({ store, projectId, policyId }) =>
      store.policies.update(projectId, policyId, policyDraft(['http://x/'])),
  ],
  ['a deleted policy', ({ store, projectId, policyId }) => store.policies.remove(projectId, policyId)],
  ['the global switch', ({ store }) => store.settings.change({ notificationsEnabled: false })],
  ['a new source', ({ store }) => store.sources.create({ name: 's', kind: 'distribution', token: 't' })],
]

describe.each(databases)('$name keeps rules', (kind) => {
  test.each(changes)('whose revision grows with %s, and says so afterwards', async (_, change) => {
    await using testStore = await openTestStore(kind)
    const before = await testStore.revision()
    const seen: Promise<number>[] = []
    testStore.store.onRulesChanged(() => seen.push(testStore.revision()))

    await change(testStore)

    const after = await testStore.revision()
    expect(after).toBeGreaterThan(before)
    expect(await Promise.all(seen), 'who hears of it can see the change already').toEqual([after])
  })

  test('whose revision does not grow with events', async () => {
    await using testStore = await openTestStore(kind)
    const before = await testStore.revision()

    await testStore.acceptOne()
    await testStore.claim()

    expect(await testStore.revision()).toBe(before)
  })

  test('of a project: its policies that are not deleted, disabled ones among them, oldest first', async () => {
    await using testStore = await openTestStore(kind)
    const { store, projectId } = testStore
    const create = (name: string, enabled: boolean) =>
      store.policies.create(projectId, policyDraft(['http://x/'], { name, enabled }), 'admin')
    const gone = await create('gone', true)
    await create('disabled', false)
    await store.policies.remove(projectId, gone)

    const { project, policies, notificationsEnabled } = await store.rulesOf('team')

    expect(project).toMatchObject({ id: projectId, name: 'team' })
    expect(policies.map(({ name, enabled }) => ({ name, enabled }))).toEqual([
      { name: 'policy', enabled: true },
      { name: 'disabled', enabled: false },
    ])
    expect(policies[0]!.targets.map(({ address }) => address)).toEqual(['http://one.example/'])
    expect(notificationsEnabled).toBe(true)
  })

  test('of a project that does not exist: none', async () => {
    await using testStore = await openTestStore(kind)
    expect(await testStore.store.rulesOf('nowhere')).toMatchObject({ project: null, policies: [] })
  })

  test('with the global switch as first set until someone sets it, and then as set for good', async () => {
    await using database = await kind.create()
    {
      await using store = await database.open({ notificationsInitiallyEnabled: false })
      expect((await store.rulesOf('team')).notificationsEnabled).toBe(false)
      await store.settings.change({ notificationsEnabled: true })
    }
    await using store = await database.open({ notificationsInitiallyEnabled: false })
    expect((await store.rulesOf('team')).notificationsEnabled).toBe(true)
  })

  test('of one project when its first events come at the same time', async () => {
    await using testStore = await openTestStore(kind)
    const created = await Promise.all(
      Array.from({ length: 20 }, () => testStore.store.projects.ensure('new')),
    )

    expect(new Set(created.map(({ id }) => id)).size).toBe(1)
    await expect(
      testStore.store.projects.create({ name: 'new', isPublic: false, ownerId: 0, metadata: {} }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })
})
