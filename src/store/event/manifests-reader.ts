import { type RawBuilder, sql } from 'kysely'
import type { Manifest } from '../../domain/event/manifest.ts'
import type { RegistryKnowledge } from '../../domain/registry/registry-knowledge.ts'
import type { Connections } from '../connections.ts'
import { digestBytes } from '../columns/digest-bytes.ts'
import { rowsOf } from '../rows-of.ts'
import { type ManifestRow, manifestsOf } from './manifest-row.ts'
import { named, within } from './within-repository.ts'

/** Reads what is known of manifests: by key, but for what looks at all of a repository. */
export function manifestsReader({
  read,
  lookUp,
}: Pick<Connections, 'read' | 'lookUp'>): Pick<
  RegistryKnowledge,
  'manifest' | 'parentsOf' | 'isBlob' | 'lastPush'
> {
  const manifests = async (conditions: RawBuilder<unknown>): Promise<readonly Manifest[]> => {
    const rows = await rowsOf(
      lookUp,
      sql<ManifestRow>`select m.*, x.digest as reference_digest, x.media_type as reference_media_type, x.size as reference_size,
          x.platform
        from manifest m left join manifest_reference x on x.manifest_id = m.id
        where m.is_complete is not null and ${conditions} order by m.id, x.position`,
    )
    return manifestsOf(rows)
  }
  return {
    async manifest(key, digest) {
      const [manifest] = await manifests(named(key, digest))
      return manifest ?? null
    },
    parentsOf: (key, digest) =>
      manifests(sql`m.id in (
        select c.parent_id from manifest_child c join manifest m on m.id = c.child_id where ${named(key, digest)})`),
    async isBlob(key, digest) {
      const found = await rowsOf(
        read,
        sql<object>`select 1 from manifest m join manifest_reference x on x.manifest_id = m.id
          where ${within('m', key)} and x.digest = ${digestBytes(digest)}
            and not exists (
              select 1 from manifest_child c join manifest m on m.id = c.child_id where ${named(key, digest)})
          limit 1`,
      )
      return found.length > 0
    },
    async lastPush(key, digest) {
      const [row] = await rowsOf(
        lookUp,
        sql<{ pushed_at: number; pushed_by: string | null }>`
          select m.pushed_at, i.name as pushed_by from manifest m left join instance i on i.id = m.pushed_by
          where ${named(key, digest)} and m.is_complete is not null`,
      )
      return row === undefined ? null : { atMs: row.pushed_at, instance: row.pushed_by }
    },
  }
}
