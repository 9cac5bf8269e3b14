import type { Selectable } from 'kysely'
import type { Descriptor } from '../../domain/event/descriptor.ts'
import type { Manifest } from '../../domain/event/manifest.ts'
import type { ManifestTable } from './event-tables.ts'

export type ManifestRow = Selectable<ManifestTable>

/** A manifest as it is read back. */
export function manifestOfRow(row: ManifestRow): Manifest {
  return {
    digest: row.digest,
    mediaType: row.media_type,
    sizeBytes: row.size,
    artifactType: row.artifact_type,
    subject: row.subject,
    platforms: JSON.parse(row.platforms_json) as string[],
    references: JSON.parse(row.references_json) as Descriptor[],
    isComplete: row.is_complete === 1,
  }
}
