import type { Selectable } from 'kysely'
import type { Descriptor } from '../../domain/event/descriptor.ts'
import type { Manifest } from '../../domain/event/manifest.ts'
import { digestOf, digestOrNull } from '../columns/digest-bytes.ts'
import { mediaTypeOf, mediaTypeOrNull } from '../columns/media-type-code.ts'
import type { ManifestReferenceTable, ManifestTable } from './event-tables.ts'

/** A manifest with one of its references, or with none. Bare ones are not read. */
export type ManifestRow = Selectable<ManifestTable> &
  (
    | {
        readonly reference_digest: Uint8Array
        readonly reference_media_type: string
        readonly reference_size: number
        readonly platform: ManifestReferenceTable['platform']
      }
    | { readonly reference_digest: null }
  )

/** Manifests as they are read back, from rows that follow each other by manifest and position. */
export function manifestsOf(rows: readonly ManifestRow[]): readonly Manifest[] {
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((ofOne) => {
    const [row] = ofOne
    return row === undefined ? [] : [manifestOf(row, ofOne.flatMap(referenceOf))]
  })
}

function manifestOf(row: ManifestRow, references: readonly Descriptor[]): Manifest {
  return {
    digest: digestOf(row.digest),
    mediaType: mediaTypeOrNull(row.media_type),
    sizeBytes: row.size,
    artifactType: mediaTypeOrNull(row.artifact_type),
    subject: digestOrNull(row.subject),
    platforms: row.platforms_json === null ? [] : (JSON.parse(row.platforms_json) as string[]),
    references,
    isComplete: row.is_complete === 1,
  }
}

function referenceOf(row: ManifestRow): readonly Descriptor[] {
  if (row.reference_digest === null) return []
  const {
    reference_digest: digest,
    reference_media_type: mediaType,
    reference_size: sizeBytes,
    platform,
  } = row
  return [{ digest: digestOf(digest), mediaType: mediaTypeOf(mediaType), sizeBytes, platform }]
}
