import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { withManifest } from '../domain/event/with-manifest.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'

type DeletionKnowledge = Pick<RegistryKnowledge, 'manifest' | 'isBlob' | 'lastPushedTag'>

/**
 * Adds the stored manifest and the last tag to each deletion, since a registry reports only its digest, and leaves out deletions of blobs,
 * which it reports in the same form.
 */
export async function resolveDeletions(
  events: readonly RegistryEvent[],
  registry: DeletionKnowledge,
): Promise<readonly RegistryEvent[]> {
  if (!events.some(({ type }) => type === 'DELETE_ARTIFACT')) return events
  const resolved = await Promise.all(events.map((event) => resolveDeletion(event, registry)))
  return resolved.filter((event) => event !== null)
}

/** Null for the deletion of a blob. */
async function resolveDeletion(
  reported: RegistryEvent,
  registry: DeletionKnowledge,
): Promise<RegistryEvent | null> {
  const { digest, tag } = artifactOf(reported)
  if (reported.type !== 'DELETE_ARTIFACT' || digest === null) return reported
  const lastTag = tag === null ? await registry.lastPushedTag(reported, digest) : null
  const event = lastTag === null ? reported : { ...reported, lastTag }
  const manifest = await registry.manifest(event, digest)
  if (manifest !== null) return withManifest(event, manifest)
  return (await registry.isBlob(event, digest)) ? null : event
}
