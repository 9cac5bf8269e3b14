import { type RawBuilder, sql } from 'kysely'
import type { Manifest } from '../../domain/event/manifest.ts'
import {
  MAX_TAGS_OF_DIGEST,
  type RegistryKnowledge,
  type RepositoryKey,
} from '../../domain/registry/registry-knowledge.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { type ManifestRow, manifestOfRow } from './manifest-row.ts'
import { tagsReader } from './tags-reader.ts'

/** The newest events in which the last push of a tag is looked for; an older push decides nothing. */
const RECENT_EVENTS = 2000

export function createRegistryKnowledge({ read }: Connections): RegistryKnowledge {
  const manifests = async (conditions: RawBuilder<unknown>): Promise<readonly Manifest[]> => {
    const rows = await rowsOf(read, sql<ManifestRow>`select m.* from manifest m where ${conditions}`)
    return rows.map(manifestOfRow)
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
      const names = await rowsOf(
        read,
        sql<{ name: string }>`select t.name from tag t where +t.source_id = ${key.sourceId}
          and t.repository = ${key.repository} and t.digest = ${digest} and t.deleted_at is null
          order by t.name limit ${MAX_TAGS_OF_DIGEST}`,
      )
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
    tagsAbout: tagsReader(read),
    async youngestTags(key) {
      const youngest = sql<{ moved_at: number; moved_by: string | null }>`
        select max(t.moved_at) as moved_at, t.moved_by from tag t
        where ${within('t', key)} and t.deleted_at is null group by t.moved_by`
      return (await rowsOf(read, youngest)).map((row) => ({ atMs: row.moved_at, instance: row.moved_by }))
    },
  }
}

function within(table: string, { sourceId, repository }: RepositoryKey): RawBuilder<unknown> {
  return sql`${sql.ref(`${table}.source_id`)} = ${sourceId} and ${sql.ref(`${table}.repository`)} = ${repository}`
}
