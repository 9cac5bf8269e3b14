import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { withManifest } from '../domain/event/with-manifest.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'

/**
 * What has to be known of a deletion before it is decided, since the registry tells only a digest: what manifest that was.
 * Null for the deletion of a blob, which a registry tells in the same words.
 */
export async function resolveDeletion(
  event: RegistryEvent,
  registry: Pick<RegistryKnowledge, 'manifest' | 'isBlob'>,
): Promise<RegistryEvent | null> {
  const { digest } = artifactOf(event)
  if (event.type !== 'DELETE_ARTIFACT' || digest === null) return event
  const manifest = await registry.manifest(event, digest)
  if (manifest !== null) return withManifest(event, manifest)
  return (await registry.isBlob(event, digest)) ? null : event
}
