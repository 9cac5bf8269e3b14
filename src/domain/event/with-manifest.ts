import { asChartEvent } from './chart.ts'
import { type Artifact, type SourceEvent, artifactOf } from './event.ts'
import { type Manifest, contentBytesOf } from './manifest.ts'

/** Adds the facts of its manifest to an event where the source did not report them. */
export function withManifest<Event extends SourceEvent>(event: Event, manifest: Manifest): Event {
  const { mediaType, artifactType, sizeBytes, contentBytes, platforms, subject } = artifactOf(event)
  const facts: Partial<Artifact> = {
    mediaType: mediaType ?? manifest.mediaType,
    artifactType:
      (manifest.isComplete ? manifest.artifactType : null) ?? artifactType ?? manifest.artifactType,
    sizeBytes: sizeBytes ?? manifest.sizeBytes,
    contentBytes: contentBytes ?? contentBytesOf(manifest),
    platforms: platforms.length > 0 ? platforms : manifest.platforms,
    subject: subject ?? manifest.subject,
  }
  const artifacts = event.artifacts.map((artifact) => ({ ...artifact, ...facts }))
  const role = event.role === 'root' && facts.subject !== null ? 'accessory' : event.role
  const { references = manifest.references } = event
  // asChartEvent changes the type and the detail only, so the event keeps its other fields.
  return asChartEvent({ ...event, artifacts, role, references }) as Event
}
