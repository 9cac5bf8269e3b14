import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { withManifest } from '../../domain/event/with-manifest.ts'
import type { Manifest } from '../../domain/event/manifest.ts'

/** What is known about a held event. */
export interface Knowledge {
  readonly manifest: Manifest | null
  /** Indexes that it belongs to. */
  readonly parents: readonly Manifest[]
  /** Whether its registry was asked, as far as that can be. */
  readonly isAsked: boolean
}

/** The event that a held one turned out to be, or null while it has to wait. */
export function settleEvent(
  held: RegistryEvent,
  { manifest, parents, isAsked }: Knowledge,
  { isDue }: { readonly isDue: boolean },
): RegistryEvent | null {
  const event = withParent(manifest === null ? held : withManifest(held, manifest), parents)
  const waitsForClaim =
    artifactOf(event).tag === null && event.role === 'root' && artifactAction(event.type) === 'push'
  const isSettled = isAsked && !waitsForClaim
  return isDue || isSettled ? event : null
}

/** A part of an index is its child; a part of the index that lists what refers to a subject is attached to that subject. */
function withParent(event: RegistryEvent, [parent]: readonly Manifest[]): RegistryEvent {
  if (parent === undefined || event.role !== 'root' || artifactAction(event.type) !== 'push') return event
  if (parent.subject === null) return { ...event, role: 'child' }
  const artifacts = event.artifacts.map((artifact) => ({ ...artifact, subject: parent.subject }))
  return { ...event, role: 'accessory', artifacts }
}
