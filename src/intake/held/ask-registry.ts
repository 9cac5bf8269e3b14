import { type Manifest, childrenOf } from '../../domain/event/manifest.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import type { ReaderOf } from '../../domain/registry/registry-reader.ts'
import type { Store } from '../../domain/store.ts'

export interface AskRegistryParts {
  readonly store: Pick<Store, 'queue' | 'registry'>
  readonly readerOf: ReaderOf
}

export interface ManifestOfEvent {
  readonly event: RegistryEvent
  readonly projectId: number
  readonly digest: string
}

export interface Enrichment {
  /** The manifests that it lists, if it is an index. */
  readonly children: readonly string[]
  /** Whether the store derived further events, held and due. */
  readonly hasFollowUps: boolean
}

/** Reads the manifest of an event from its registry, unless that was done before, and stores it. */
export async function askRegistry(
  { event, projectId, digest }: ManifestOfEvent,
  { store, readerOf }: AskRegistryParts,
): Promise<Enrichment> {
  const known = await store.registry.manifest(event, digest)
  const reader = await readerOf(event.sourceName)
  const isNeeded = reader !== null && known?.isComplete !== true
  const manifest = isNeeded ? await reader.manifest(event.repository, digest) : null
  if (manifest === null) return { children: childrenIn(known), hasFollowUps: false }
  const { hasFollowUps } = await store.queue.storeManifest({ event, projectId, manifest })
  return { children: childrenIn(manifest), hasFollowUps }
}

function childrenIn(manifest: Manifest | null): readonly string[] {
  return manifest === null ? [] : childrenOf(manifest)
}
