import { type Kysely, type RawBuilder, sql } from 'kysely'
import { storedDigest, storedMediaType } from './stored-bytes.ts'

/** The media types that have numbers, as this migration knew them. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.oci.image.layer.v1.tar+zstd',
  'application/vnd.oci.image.layer.v1.tar',
  'application/vnd.oci.empty.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
]

const mediaType = (column: string): RawBuilder<unknown> => storedMediaType(column, MEDIA_TYPES)
const instance = (column: string): RawBuilder<unknown> =>
  sql`(select id from instance where name = ${sql.ref(column)})`

/** Fills the tables of the migration 0023 from those that it replaces, row by row within SQLite. */
export async function copyRegistryKnowledge(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<object>`select 1 from old_repository limit 1`.execute(db)
  const { rows: tags } = await sql<object>`select 1 from old_tag limit 1`.execute(db)
  if (rows.length + tags.length === 0) return
  for (const copy of COPIES) await copy.execute(db)
}

const COPIES: readonly RawBuilder<unknown>[] = [
  sql`insert into repository (path, project_id, created_at, sequence)
    select path, project_id, created_at, sequence from old_repository order by rowid`,
  // Of projects that were removed, the tags stayed.
  sql`insert into repository (path, created_at, sequence)
    select repository, 0, 0 from (select repository from old_tag union select repository from old_manifest)
    where true on conflict do nothing`,
  sql`insert into instance (name) select moved_by from old_tag where moved_by is not null
    union select pushed_by from old_manifest where pushed_by is not null`,
  sql`insert into manifest (id, repository_id, source_id, digest, project_id, media_type, artifact_type, size, subject,
      platforms_json, is_complete, pushed_at, pushed_by)
    select m.rowid, r.id, m.source_id, ${storedDigest('m.digest')}, m.project_id, ${mediaType('m.media_type')},
      ${mediaType('m.artifact_type')}, m.size, ${storedDigest('m.subject')}, nullif(m.platforms_json, '[]'), m.is_complete,
      m.pushed_at, ${instance('m.pushed_by')}
    from old_manifest m join repository r on r.path = m.repository order by m.rowid`,
  sql`insert into manifest (repository_id, source_id, digest, pushed_at)
    select r.id, t.source_id, ${storedDigest('t.digest')}, 0
    from old_tag t join repository r on r.path = t.repository where t.digest <> '' on conflict do nothing`,
  ...(['child', 'parent'] as const).map(
    (end) => sql`insert into manifest (repository_id, source_id, digest, pushed_at)
      select r.id, c.source_id, ${storedDigest(`c.${end}`)}, 0
      from old_manifest_child c join repository r on r.path = c.repository where true on conflict do nothing`,
  ),
  sql`insert into manifest_reference (manifest_id, position, digest, media_type, size, platform)
    select manifest_id, position, ${storedDigest('digest')}, ${mediaType('media_type')}, size, platform from (
      select m.rowid as manifest_id, x.key as position, x.value ->> 'digest' as digest,
        coalesce(x.value ->> 'mediaType', '') as media_type, coalesce(x.value ->> 'sizeBytes', 0) as size,
        x.value ->> 'platform' as platform
      from old_manifest m join json_each(m.references_json) x)`,
  sql`insert into tag (repository_id, source_id, name, manifest_id, moved_at, moved_by, deleted_at)
    select r.id, t.source_id, t.name, n.id, t.moved_at, ${instance('t.moved_by')}, t.deleted_at
    from old_tag t join repository r on r.path = t.repository
    left join manifest n on n.repository_id = r.id and n.source_id = t.source_id and n.digest = ${storedDigest('t.digest')}`,
  sql`insert into manifest_child (child_id, parent_id)
    select a.id, b.id from old_manifest_child c join repository r on r.path = c.repository
    join manifest a on a.repository_id = r.id and a.source_id = c.source_id and a.digest = ${storedDigest('c.child')}
    join manifest b on b.repository_id = r.id and b.source_id = c.source_id and b.digest = ${storedDigest('c.parent')}`,
  sql`insert into blob (project_id, digest, size, uses)
    select project_id, ${storedDigest('digest')}, size, uses from old_blob`,
]
