import { asChartEvent } from './chart.ts'
import { type Artifact, type SourceEvent, artifactOf } from './event.ts'
import { type Manifest, contentBytesOf } from './manifest.ts'

/** An event with what is known of its manifest, where the source did not report it. */
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
  // The type of an event is all that asChartEvent changes beside its detail: it stays the kind of event that it was.
  return asChartEvent({ ...event, artifacts, role, references }) as Event
}
