import { type RawBuilder, sql } from 'kysely'
import type { Manifest } from '../../domain/event/manifest.ts'
import type { KnownTag, RegistryKnowledge, RepositoryKey } from '../../domain/registry/registry-knowledge.ts'
import type { Connections } from '../connections.ts'
import { rowsOf } from '../rows-of.ts'
import { manifestOfRow } from './manifest-row.ts'
import type { ManifestTable } from './event-tables.ts'
import type { Schema } from '../schema.ts'

/** The newest events in which the last push of a tag is looked for; an older push decides nothing. */
const RECENT_EVENTS = 2000

export function createRegistryKnowledge({ read }: Connections): RegistryKnowledge {
  const manifests = async (conditions: RawBuilder<unknown>): Promise<readonly Manifest[]> => {
    const rows = await rowsOf(read, sql<ManifestTable>`select m.* from manifest m where ${conditions}`)
    return rows.map(manifestOfRow)
  }
  const tags = async (conditions: RawBuilder<unknown>): Promise<readonly KnownTag[]> => {
    const rows = await rowsOf(read, sql<Schema['tag']>`select * from tag t where ${conditions}`)
    return rows.map(({ name, digest, deleted_at }) => ({ name, digest, isGone: deleted_at !== null }))
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
      const found = await tags(sql`${within('t', key)} limit ${limit + 1}`)
      return found.length > limit ? null : found
    },
    tagsAbout: (key, { name, digest }) =>
      tags(sql`${within('t', key)} and (t.name = ${name} or t.digest = ${digest})`),
  }
}

function within(table: string, { sourceId, repository }: RepositoryKey): RawBuilder<unknown> {
  return sql`${sql.ref(`${table}.source_id`)} = ${sourceId} and ${sql.ref(`${table}.repository`)} = ${repository}`
}
