import { sql } from 'kysely'
import { MAX_TAGS_OF_DIGEST, type RegistryKnowledge } from '../../domain/registry/registry-knowledge.ts'
import type { Connections } from '../connections.ts'
import { digestBytes } from '../columns/digest-bytes.ts'
import { rowsOf } from '../rows-of.ts'
import { manifestsReader } from './manifests-reader.ts'
import { named, within } from './within-repository.ts'

/** The newest events in which the last push of a tag is looked for; an older push decides nothing. */
const RECENT_EVENTS = 2000

export function createRegistryKnowledge({ read, lookUp, ofEvents }: Connections): RegistryKnowledge {
  return {
    ...manifestsReader({ read, lookUp }),
    async lastPushedTag(key, digest) {
      const names = await rowsOf(
        lookUp,
        sql<{ name: string }>`select t.name from tag t join manifest m on m.id = t.manifest_id
          where ${named(key, digest)} and t.deleted_at is null order by t.name limit ${MAX_TAGS_OF_DIGEST}`,
      )
      if (names.length < 2) return null
      // By id alone: no index leads from a repository to its events, and a walk through the history of a source grows with its age.
      const [push] = await rowsOf(
        lookUp,
        sql<{ tag: string }>`select e.tag from event e
          where e.id >= (select max(id) from event) - ${RECENT_EVENTS}
          and +e.source_id = ${key.sourceId} and e.repository = ${key.repository} and e.digest = ${digestBytes(digest)}
          and e.type in ('PUSH_ARTIFACT', 'UPLOAD_CHART')
          and e.tag in (${sql.join(names.map(({ name }) => name))}) order by e.id desc limit 1`,
      )
      return push?.tag ?? null
    },
    tagsAbout: ofEvents.tagsAbout,
    async youngestTags(key) {
      const youngest = sql<{ moved_at: number; moved_by: string | null }>`
        select y.moved_at, i.name as moved_by from (
          select max(t.moved_at) as moved_at, t.moved_by from tag t
          where ${within('t', key)} and t.deleted_at is null group by t.moved_by) y
        left join instance i on i.id = y.moved_by`
      return (await rowsOf(read, youngest)).map((row) => ({ atMs: row.moved_at, instance: row.moved_by }))
    },
  }
}
