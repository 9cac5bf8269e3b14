import { describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/domain/event/manifest.ts'
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

describe.each(databases)('$name keeps a manifest', (kind) => {
  const stored = (testStore: TestStore) =>
    testStore.store.registry.manifest(testStore.event().event, manifest.digest)

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
})
