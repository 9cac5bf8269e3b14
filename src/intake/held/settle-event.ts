import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { withManifest } from '../../domain/event/with-manifest.ts'
import type { Manifest } from '../../domain/event/manifest.ts'

/** What is known about the manifest of a held event. */
export interface Knowledge {
  readonly manifest: Manifest | null
  /** The indexes that list it. */
  readonly parents: readonly Manifest[]
  /** Whether its registry was asked, or cannot be asked. */
  readonly isAsked: boolean
}

/** The event that a held one turned out to be, or null while it has to wait. */
export function settleEvent(
  held: RegistryEvent,
  { manifest, parents, isAsked }: Knowledge,
  { isDue }: { readonly isDue: boolean },
): RegistryEvent | null {
  const event = withParent(manifest === null ? held : withManifest(held, manifest), parents)
  const waitsForParent =
    artifactOf(event).tag === null && event.role === 'root' && artifactAction(event.type) === 'push'
  const isSettled = isAsked && !waitsForParent
  return isDue || isSettled ? event : null
}

/** A manifest of an index is its child; where the index lists the referrers of a subject, it is attached to that subject. */
function withParent(event: RegistryEvent, [parent]: readonly Manifest[]): RegistryEvent {
  if (parent === undefined || event.role !== 'root' || artifactAction(event.type) !== 'push') return event
  if (parent.subject === null) return { ...event, role: 'child' }
  const artifacts = event.artifacts.map((artifact) => ({ ...artifact, subject: parent.subject }))
  return { ...event, role: 'accessory', artifacts }
}
