import { describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/domain/event/manifest.ts'
import type { RepositoryKey } from '../../src/domain/registry/registry-knowledge.ts'
import { databases } from './databases.ts'
import { type TestStore, openTestStore } from './test-store.ts'

const manifest: Manifest = {
  digest: `sha256:${'a1'.repeat(32)}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  sizeBytes: 500,
  artifactType: null,
  subject: null,
  platforms: ['linux/amd64'],
  references: [],
  isComplete: true,
}

/** Stores the manifest, as it was read from the registry. */
async function storeManifest(testStore: TestStore): Promise<void> {
  const { event, projectId } = testStore.event()
  await testStore.store.queue.storeManifest({ event, projectId, manifest })
}

/** Accepts the report that an artifact was deleted. */
async function acceptDeletion(testStore: TestStore, digest: string | null): Promise<void> {
  const push = testStore.event()
  const artifacts = [{ ...push.event.artifacts[0]!, digest }]
  await testStore.accept({ ...push, event: { ...push.event, type: 'DELETE_ARTIFACT', artifacts } })
}

const stored = (testStore: TestStore) =>
  testStore.store.registry.manifest(testStore.event().event, manifest.digest)

describe.each(databases)('$name keeps a manifest', (kind) => {
  test('until its deletion is reported', async () => {
    await using testStore = await openTestStore(kind)
    await storeManifest(testStore)
    expect(await stored(testStore)).toEqual(manifest)

    await acceptDeletion(testStore, manifest.digest)

    expect(await stored(testStore)).toBeNull()
  })

  test('when a deletion names no digest, or another one', async () => {
    await using testStore = await openTestStore(kind)
    await storeManifest(testStore)

    await acceptDeletion(testStore, null)
    await acceptDeletion(testStore, `sha256:${'b2'.repeat(32)}`)

    expect(await stored(testStore)).toEqual(manifest)
  })

  test('with what it refers to, read or reported, in its order', async () => {
    await using testStore = await openTestStore(kind)
    const references = [
      {
        digest: `sha256:${'c1'.repeat(32)}`,
        mediaType: 'application/vnd.oci.image.config.v1+json',
        sizeBytes: 3,
        platform: null,
      },
      {
        digest: `sha512:${'d2'.repeat(64)}`,
        mediaType: 'application/x-own',
        sizeBytes: 2 ** 40,
        platform: 'linux/arm64',
      },
      { digest: 'other:thing', mediaType: '', sizeBytes: 0, platform: null },
    ]
    const { event, projectId } = testStore.event()
    const reported = { ...manifest, platforms: [], references: references.slice(0, 2), isComplete: false }
    await testStore.store.queue.storeManifest({ event, projectId, manifest: reported })
    expect(await stored(testStore)).toEqual(reported)

    const read = { ...manifest, subject: 'sha256:odd', mediaType: '#0', artifactType: '', references }
    await testStore.store.queue.storeManifest({ event, projectId, manifest: read })
    await testStore.store.queue.storeManifest({ event, projectId, manifest: reported })

    expect(await stored(testStore)).toEqual(read)
  })
})

describe.each(databases)('$name keeps the number of a manifest', (kind) => {
  const numbers = ({ store }: TestStore, key: RepositoryKey, digest: string) =>
    store.registry.tagsAbout({ names: [], digests: [{ ...key, digest }] })

  test('that only a tag names, until a sweep finds that none does', async () => {
    await using testStore = await openTestStore(kind)
    const { event } = testStore.event()
    const point = async (name: string, digest: string) => {
      const tag = { name, digest, moved: { atMs: 1, instance: null }, deletedAtMs: null }
      await testStore.accept({ ...testStore.event(), tagChanges: [tag] })
    }
    await point('v1', manifest.digest)
    await point('v2', manifest.digest)
    expect(await stored(testStore)).toBeNull()
    await testStore.sweep()
    const names = async () => (await numbers(testStore, event, manifest.digest)).map(({ tag }) => tag.name)
    expect(await names()).toEqual(['v1', 'v2'])

    await storeManifest(testStore)
    expect(await stored(testStore)).toEqual(manifest)
    await acceptDeletion(testStore, manifest.digest)
    await testStore.sweep()
    expect(await stored(testStore)).toBeNull()
    expect(await names()).toEqual(['v1', 'v2'])

    await point('v1', `sha256:${'b2'.repeat(32)}`)
    await point('v2', `sha256:${'b2'.repeat(32)}`)
    await testStore.sweep()
    await point('v1', manifest.digest)
    expect(await names()).toEqual(['v1'])
  })

  test('that an index lists before it is known', async () => {
    await using testStore = await openTestStore(kind)
    const { event, projectId } = testStore.event()
    const mediaType = 'application/vnd.oci.image.index.v1+json'
    const part = {
      digest: manifest.digest,
      mediaType: manifest.mediaType!,
      sizeBytes: 500,
      platform: 'linux/amd64',
    }
    const index = { ...manifest, digest: `sha256:${'b2'.repeat(32)}`, mediaType, references: [part] }
    await testStore.store.queue.storeManifest({ event, projectId, manifest: index })
    await testStore.sweep()
    expect(await testStore.store.registry.parentsOf(event, manifest.digest)).toEqual([index])
    await acceptDeletion(testStore, index.digest)
    expect(await testStore.store.registry.parentsOf(event, manifest.digest)).toEqual([])
  })
})
