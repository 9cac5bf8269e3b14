import { type RegistryEvent, artifactOf } from '../domain/event/event.ts'
import { artifactAction, shapeOf } from '../domain/event/event-type.ts'
import type { RegistryKnowledge } from '../domain/registry/registry-knowledge.ts'

type KnownManifests = Pick<RegistryKnowledge, 'manifest' | 'parentsOf'>

/**
 * Gives the pull or scan of a manifest the role that its push has shown: what is attached to a subject stays an accessory, and the scan of
 * a part of an index is that of a part. The pull of a part alone is no part of anything: its client named it.
 */
export async function resolveRoles(
  events: readonly RegistryEvent[],
  registry: KnownManifests,
): Promise<readonly RegistryEvent[]> {
  return Promise.all(
    events.map((event) => (mayHaveRole(event) ? resolveRole(event, registry) : Promise.resolve(event))),
  )
}

/** Whether its push may have shown a role. Whatever has a tag is named by it, and shows its role in it. */
export function mayHaveRole(event: RegistryEvent): boolean {
  const { tag, digest } = artifactOf(event)
  const isPull = artifactAction(event.type) === 'pull'
  return event.role === 'root' && tag === null && digest !== null && (isPull || isScan(event))
}

function isScan({ type }: RegistryEvent): boolean {
  return shapeOf(type) === 'scan'
}

async function resolveRole(event: RegistryEvent, registry: KnownManifests): Promise<RegistryEvent> {
  const digest = artifactOf(event).digest ?? ''
  const [manifest, parents] = await Promise.all([
    registry.manifest(event, digest),
    registry.parentsOf(event, digest),
  ])
  const subject = manifest?.subject ?? parents.find((parent) => parent.subject !== null)?.subject ?? null
  if (subject !== null) {
    const artifacts = event.artifacts.map((artifact) => ({ ...artifact, subject }))
    return { ...event, role: 'accessory', artifacts }
  }
  return isScan(event) && parents.length > 0 ? { ...event, role: 'child' } : event
}
