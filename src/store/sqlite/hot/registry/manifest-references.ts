import type { DatabaseSync } from 'node:sqlite'
import type { Descriptor } from '../../../../domain/event/descriptor.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { mediaTypeCode } from '../../../columns/media-type-code.ts'
import { statement } from '../../../../sqlite/statement.ts'

/** What manifests refer to. */
export function prepareManifestReferences(database: DatabaseSync) {
  const insert = statement(
    database,
    `
    insert into manifest_reference (manifest_id, position, digest, media_type, size, platform)
    values (:manifest_id, :position, :digest, :media_type, :size, :platform)`,
  )
  const removeAll = statement(database, 'delete from manifest_reference where manifest_id = :manifest_id')
  return {
    insert(manifestId: number, references: readonly Descriptor[]): void {
      for (const [position, { digest, mediaType, sizeBytes, platform }] of references.entries())
        insert.run({
          manifest_id: manifestId,
          position,
          digest: digestBytes(digest),
          media_type: mediaTypeCode(mediaType),
          size: sizeBytes,
          platform,
        })
    },
    remove: (manifestId: number): void => void removeAll.run({ manifest_id: manifestId }),
  }
}
