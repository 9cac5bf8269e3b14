import { type Artifact, type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { artifactAction } from '../../domain/event/event-type.ts'
import { isIndexType } from '../../domain/event/manifest.ts'

/**
 * Adds its parts to the push of an index where neither the event nor the registry says what it lists: clients push the parts first, so
 * these are what the same client pushed without a tag.
 *
 * @param held what the client of the event pushed to the repository and has neither tagged nor listed in an index yet
 */
export function supposeParts(
  event: RegistryEvent,
  held: readonly { readonly artifact: Artifact }[],
): RegistryEvent {
  const { mediaType, digest } = artifactOf(event)
  const isPushOfIndex = artifactAction(event.type) === 'push' && isIndexType(mediaType)
  if (!isPushOfIndex || event.references !== undefined) return event
  const references = held.flatMap(({ artifact }) =>
    artifact.digest === null || artifact.digest === digest
      ? []
      : {
          digest: artifact.digest,
          mediaType: artifact.mediaType ?? '',
          sizeBytes: artifact.sizeBytes ?? 0,
          platform: null,
        },
  )
  return references.length === 0 ? event : { ...event, references }
}
