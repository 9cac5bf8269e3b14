import type { ObservedManifest } from '../../../../domain/delivery/queue.ts'
import { momentOf } from '../../../../domain/event/moment.ts'
import { digestBytes, digestBytesOrNull } from '../../../columns/digest-bytes.ts'
import { mediaTypeCode, mediaTypeCodeOrNull } from '../../../columns/media-type-code.ts'
import { hex, hexOrNull } from '../session.ts'
import { nameOf } from './names-in-events.ts'
import { type Numbers, manifestKey } from './numbers.ts'

/** A manifest in its locked repository. */
export interface PlacedManifest {
  readonly observed: ObservedManifest
  readonly repositoryId: number
}

/** A manifest as its row is written. */
export interface NumberedRecord {
  readonly one: PlacedManifest
  readonly key: string
  readonly record: ReturnType<typeof recordOf>
}

/** @throws Error where the number of the manifest was not read */
export function numbered(one: PlacedManifest, { manifests, instances }: Numbers): NumberedRecord {
  const { event, manifest } = one.observed
  const name = nameOf(event, manifest.digest)
  const key = manifestKey(name)
  const known = manifests.get(key)
  if (known === undefined) throw new Error(`the number of the manifest ${manifest.digest} was not read`)
  const { atMs, instance } = momentOf(event)
  const pushedBy = instance === null ? null : (instances.get(instance) ?? null)
  return {
    one,
    key,
    record: recordOf(one, { id: known.id, digest: name.digest, pushed_at: atMs, pushed_by: pushedBy }),
  }
}

/** Of several reports of a manifest the first that says most. */
export function fullestOf(records: readonly NumberedRecord[]): readonly NumberedRecord[] {
  const fullest = new Map<string, NumberedRecord>()
  for (const entry of records) {
    const known = fullest.get(entry.key)
    if (known === undefined || entry.record.is_complete > known.record.is_complete)
      fullest.set(entry.key, entry)
  }
  return [...fullest.values()]
}

/** The rows of its references, in their order. */
export function referencesOf({ one, record: { id } }: NumberedRecord) {
  return one.observed.manifest.references.map(({ digest, mediaType, sizeBytes, platform }, position) => ({
    manifest_id: id,
    position,
    digest: hex(digestBytes(digest)),
    media_type: mediaTypeCode(mediaType),
    size: sizeBytes,
    platform,
  }))
}

function recordOf(
  { observed: { event, projectId, manifest }, repositoryId }: PlacedManifest,
  numbers: {
    readonly id: number
    readonly digest: string
    readonly pushed_at: number
    readonly pushed_by: number | null
  },
) {
  return {
    ...numbers,
    repository_id: repositoryId,
    source_id: event.sourceId,
    project_id: projectId,
    media_type: mediaTypeCodeOrNull(manifest.mediaType),
    artifact_type: mediaTypeCodeOrNull(manifest.artifactType),
    size: manifest.sizeBytes,
    subject: hexOrNull(digestBytesOrNull(manifest.subject)),
    platforms_json: manifest.platforms.length === 0 ? null : JSON.stringify(manifest.platforms),
    is_complete: manifest.isComplete ? 1 : 0,
  }
}
