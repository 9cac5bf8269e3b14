import { describe, expect, test } from 'vitest'
import type { DecidedEvent } from '../../src/domain/delivery/queue.ts'
import { type RegistryEvent, UNKNOWN_ARTIFACT } from '../../src/domain/event/event.ts'
import { type KnownTag, WHOLE_REPOSITORY } from '../../src/domain/event/known-tag.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const DAY_MS = 24 * 3_600_000
const digestOf = (name: string) => `sha256:${name.repeat(64)}`
const [one, two] = [digestOf('1'), digestOf('2')]
const key = { sourceId: 1, repository: 'team/app' }

const tag = (name: string, digest: string, atMs: number, instance: string | null = 'a'): KnownTag => ({
  name,
  digest,
  moved: { atMs, instance },
  deletedAtMs: null,
})
const deleted = (name: string, deletedAtMs: number): KnownTag => ({ ...tag(name, '', 5), deletedAtMs })

async function accept(
  testStore: TestStore,
  changes: Partial<DecidedEvent>,
  facts: Partial<RegistryEvent> = {},
) {
  const decided = testStore.event()
  await testStore.accept({ ...decided, ...changes, event: { ...decided.event, ...facts } })
}

/** What is known under some names, by name. */
async function known({ store }: TestStore, names: readonly string[]): Promise<readonly KnownTag[]> {
  const lookUps = { names: names.map((name) => ({ ...key, name })), digests: [] }
  const found = (await store.registry.tagsAbout(lookUps)).map(({ tag }) => tag)
  const byName = new Map(found.map((tag) => [tag.name, tag]))
  return names.flatMap((name) => byName.get(name) ?? [])
}

/** The push of a manifest that the registry reports with its references. */
async function acceptPush(testStore: TestStore, digest: string, occurredAtMs: number, instance: string) {
  const artifacts = [{ ...testStore.event().event.artifacts[0]!, digest, tag: null }]
  const references = [{ digest: digestOf('c'), mediaType: 'a config', sizeBytes: 1, platform: null }]
  await accept(testStore, {}, { artifacts, references, occurredAtMs, instance })
}

describe.each(databases)('$name keeps of tags', (kind) => {
  test('where each points and when it moved there, and what was deleted when', async () => {
    await using testStore = await openTestStore(kind)
    const first = [tag('v1', one, 1), tag('v2', two, 2, null)]
    await accept(testStore, { tagChanges: first })
    expect(await known(testStore, ['v1', 'v2'])).toEqual(first)
    const second = [tag('v1', two, 7, 'b'), deleted('v2', testStore.clock.now())]
    await accept(testStore, { tagChanges: second })
    expect(await known(testStore, ['v1', 'v2'])).toEqual(second)
  })

  test('what is known by some names, and what points to a digest', async () => {
    await using testStore = await openTestStore(kind)
    const gone = deleted(WHOLE_REPOSITORY, testStore.clock.now())
    await accept(testStore, { tagChanges: [tag('v1', one, 1), tag('v2', two, 2), tag('v3', two, 3), gone] })
    const about = async (names: readonly string[], digest: string | null) => {
      const digests = digest === null ? [] : [{ ...key, digest }]
      const lookUps = { names: names.map((name) => ({ ...key, name })), digests }
      const found = await testStore.store.registry.tagsAbout(lookUps)
      return [...new Set(found.map(({ tag: { name } }) => name))].sort()
    }
    expect(await about(['v1', WHOLE_REPOSITORY], null)).toEqual([WHOLE_REPOSITORY, 'v1'])
    expect(await about(['v2'], two)).toEqual(['v2', 'v3'])
  })

  test('the tags of many digests by their names, deleted ones and other repositories left out, and of one digest a thousand', async () => {
    await using testStore = await openTestStore(kind)
    const many = Array.from({ length: 1010 }, (_, index) => tag(`t${String(index).padStart(4, '0')}`, one, 1))
    const few = [tag('w1', two, 1), { ...deleted('w2', testStore.clock.now()), digest: two }]
    await accept(testStore, { tagChanges: [...many, ...few] })
    await accept(testStore, { tagChanges: [tag('w3', two, 1)] }, { repository: 'team/other' })
    const others = Array.from({ length: 300 }, (_, index) => ({ ...key, digest: digestOf(`${index}`) }))
    const digests = [{ ...key, digest: one }, ...others, { ...key, digest: two }]
    const found = await testStore.store.registry.tagsAbout({ names: [], digests })
    const names = [...new Set(found.map(({ tag: { name } }) => name))].sort()
    expect(names).toEqual([...many.slice(0, 1000).map(({ name }) => name), 'w1'])
  })

  test('when the youngest tag of a repository moved, by each instance', async () => {
    await using testStore = await openTestStore(kind)
    const gone = { ...deleted('gone', testStore.clock.now()), moved: { atMs: 99, instance: 'a' } }
    await accept(testStore, {
      tagChanges: [tag('v1', one, 5), tag('v2', one, 7), tag('v3', one, 6, 'b'), gone],
    })
    const youngest = await testStore.store.registry.youngestTags(key)
    expect(youngest.toSorted((a, b) => a.atMs - b.atMs)).toEqual([
      { atMs: 6, instance: 'b' },
      { atMs: 7, instance: 'a' },
    ])
  })

  test('what was deleted for a day', async () => {
    await using testStore = await openTestStore(kind)
    await accept(testStore, { tagChanges: [tag('v1', one, 1), deleted('v2', testStore.clock.now())] })
    testStore.clock.advance(DAY_MS)
    await testStore.sweep()
    expect(await known(testStore, ['v1', 'v2'])).toHaveLength(2)
    testStore.clock.advance(1)
    await testStore.sweep()
    expect(await known(testStore, ['v1', 'v2'])).toEqual([tag('v1', one, 1)])
  })

  test('that many names are forgotten in bounded steps, one after the other', async () => {
    await using testStore = await openTestStore(kind)
    const names = Array.from({ length: 1500 }, (_, index) => deleted(`v${index}`, testStore.clock.now()))
    await accept(testStore, { tagChanges: names })
    testStore.clock.advance(DAY_MS + 1)
    expect((await testStore.sweep()).more).toBe(true)
    expect((await testStore.sweep()).more).toBe(false)
    expect(
      await known(
        testStore,
        names.map(({ name }) => name),
      ),
    ).toEqual([])
  })

  test('what was pushed after the deletion of a repository, by its instance or by another within the tolerance', async () => {
    await using testStore = await openTestStore(kind)
    const before = [tag('v1', one, 10), tag('v2', one, 15, 'b'), tag('v3', one, 15, null)]
    const after = [tag('v4', one, 11), tag('v5', one, 16, 'b')]
    await accept(testStore, { tagChanges: [...before, ...after] })
    const facts = { type: 'DELETE_REPOSITORY', artifacts: [] } as const
    await accept(testStore, { deletesUpTo: { instance: 'a', atMs: 10, elsewhereAtMs: 15 } }, facts)
    expect(await known(testStore, ['v1', 'v2', 'v3', 'v4', 'v5'])).toEqual(after)
  })

  test('that an event was late, also in the events that are read back whole', async () => {
    await using testStore = await openTestStore(kind)
    await testStore.store.sources.create({ name: 'default', kind: 'distribution', token: 'abc' })
    await accept(testStore, {}, { late: true })
    await accept(testStore, {})
    const { items } = await testStore.store.history.events({ projectId: null }, 10, null)
    expect(items.map(({ isLate }) => isLate)).toEqual([false, true])
    const past = await testStore.store.pastEvents.newest({ projectId: null, withParts: false }, 10)
    expect(past.map(({ event }) => event.late)).toEqual([undefined, true])
  })
})

describe.each(databases)('$name keeps a manifest', (kind) => {
  const deletion = (digest: string, atMs: number) =>
    [
      { deletesUpTo: { instance: 'a', atMs, elsewhereAtMs: atMs + 5 } },
      { type: 'DELETE_ARTIFACT', artifacts: [{ ...UNKNOWN_ARTIFACT, digest }] },
    ] as const

  test('that was pushed again after its deletion, which is reported after that', async () => {
    await using testStore = await openTestStore(kind)
    await acceptPush(testStore, one, 10, 'a')
    await acceptPush(testStore, one, 30, 'a')
    expect(await testStore.store.registry.lastPush(key, one)).toEqual({ atMs: 30, instance: 'a' })
    await accept(testStore, ...deletion(one, 20))
    expect(await testStore.store.registry.manifest(key, one)).not.toBeNull()
    await accept(testStore, ...deletion(one, 30))
    expect(await testStore.store.registry.manifest(key, one)).toBeNull()
    expect(await testStore.store.registry.lastPush(key, one)).toBeNull()
  })

  test('whose late push follows its later one, with the later time', async () => {
    await using testStore = await openTestStore(kind)
    await acceptPush(testStore, one, 30, 'a')
    await acceptPush(testStore, one, 10, 'b')
    expect(await testStore.store.registry.lastPush(key, one)).toEqual({ atMs: 30, instance: 'a' })
  })

  test('that others refer to, when its repository is deleted before it is pushed', async () => {
    await using testStore = await openTestStore(kind)
    await acceptPush(testStore, one, 10, 'a')
    await acceptPush(testStore, two, 30, 'a')
    const [{ deletesUpTo }] = deletion(one, 20)
    await accept(testStore, { deletesUpTo }, { type: 'DELETE_REPOSITORY', artifacts: [] })
    expect(await testStore.store.registry.manifest(key, one)).toBeNull()
    expect(await testStore.store.registry.manifest(key, two)).not.toBeNull()
  })

  test('no more, when it is reported as pushed before it was deleted', async () => {
    await using testStore = await openTestStore(kind)
    const artifacts = [{ ...testStore.event().event.artifacts[0]!, digest: one }]
    const references = [{ digest: two, mediaType: 'a config', sizeBytes: 1, platform: null }]
    await accept(testStore, { isManifestGone: true }, { artifacts, references, late: true })
    expect(await testStore.store.registry.manifest(key, one)).toBeNull()
  })
})
