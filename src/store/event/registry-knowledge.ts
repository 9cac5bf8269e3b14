import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Manifest } from '../../domain/event/manifest.ts'
import type { KnownTag } from '../../domain/event/known-tag.ts'
import type { RegistryKnowledge, RepositoryKey } from '../../domain/registry/registry-knowledge.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { type ManifestRow, manifestOfRow } from './manifest-row.ts'
import type { TagTable } from './event-tables.ts'

type TagRow = Selectable<TagTable>

/** The newest events in which the last push of a tag is looked for; an older push decides nothing. */
const RECENT_EVENTS = 2000

export function createRegistryKnowledge({ read }: Connections): RegistryKnowledge {
  const manifests = async (conditions: RawBuilder<unknown>): Promise<readonly Manifest[]> => {
    const rows = await rowsOf(read, sql<ManifestRow>`select m.* from manifest m where ${conditions}`)
    return rows.map(manifestOfRow)
  }
  const tags = async (conditions: RawBuilder<unknown>): Promise<readonly KnownTag[]> => {
    const rows = await rowsOf(read, sql<TagRow>`select * from tag t where ${conditions}`)
    return rows.map(knownTagOf)
  }
  return {
    async manifest(key, digest) {
      const [manifest] = await manifests(sql`${within('m', key)} and m.digest = ${digest}`)
      return manifest ?? null
    },
    parentsOf: (key, digest) =>
      manifests(sql`${within('m', key)} and m.digest in (
        select c.parent from manifest_child c where ${within('c', key)} and c.child = ${digest})`),
    async isBlob(key, digest) {
      const found = await manifests(sql`${within('m', key)} and instr(m.references_json, ${digest}) > 0
        and not exists (
          select 1 from manifest_child c where ${within('c', key)} and c.child = ${digest}) limit 1`)
      return found.length > 0
    },
    async lastPush(key, digest) {
      const [row] = await rowsOf(
        read,
        sql<{ pushed_at: number; pushed_by: string | null }>`
          select m.pushed_at, m.pushed_by from manifest m where ${within('m', key)} and m.digest = ${digest}`,
      )
      return row === undefined ? null : { atMs: row.pushed_at, instance: row.pushed_by }
    },
    async lastPushedTag(key, digest) {
      const names = await tags(sql`${within('t', key)} and t.digest = ${digest} and t.deleted_at is null`)
      if (names.length < 2) return null
      // By id alone: no index leads from a repository to its events, and a walk through the history of a source grows with its age.
      const [push] = await rowsOf(
        read,
        sql<{ tag: string }>`select e.tag from event e
          where e.id >= coalesce((select id from event order by id desc limit 1 offset ${RECENT_EVENTS}), '')
          and +e.source_id = ${key.sourceId} and e.repository = ${key.repository} and e.digest = ${digest}
          and e.type in ('PUSH_ARTIFACT', 'UPLOAD_CHART')
          and e.tag in (${sql.join(names.map(({ name }) => name))}) order by e.id desc limit 1`,
      )
      return push?.tag ?? null
    },
    async tags(key, limit) {
      const some = (isDeleted: RawBuilder<unknown>) =>
        tags(sql`${within('t', key)} and t.deleted_at ${isDeleted} limit ${limit + 1}`)
      const [there, deleted] = await Promise.all([some(sql`is null`), some(sql`is not null`)])
      return there.length > limit || deleted.length > limit ? null : [...there, ...deleted]
    },
    async tagsAbout(key, { names, digest }) {
      const named = tags(sql`${within('t', key)} and t.name in (${sql.join(names)})`)
      if (digest === null) return named
      const others = sql`${within('t', key)} and t.digest = ${digest} and t.name not in (${sql.join(names)})`
      return [...(await named), ...(await tags(others))]
    },
  }
}

function knownTagOf({ name, digest, moved_at, moved_by, deleted_at }: TagRow): KnownTag {
  return { name, digest, moved: { atMs: moved_at, instance: moved_by }, deletedAtMs: deleted_at }
}

function within(table: string, { sourceId, repository }: RepositoryKey): RawBuilder<unknown> {
  return sql`${sql.ref(`${table}.source_id`)} = ${sourceId} and ${sql.ref(`${table}.repository`)} = ${repository}`
}
