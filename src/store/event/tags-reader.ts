import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { MAX_TAGS_OF_DIGEST, type RegistryKnowledge } from '../../domain/registry/registry-knowledge.ts'
import { rowsOf } from '../rows-of.ts'
import type { Schema } from '../schema.ts'
import type { TagTable } from './event-tables.ts'

type TagRow = Selectable<TagTable>
/** A key of three columns: source, repository, and name or digest. */
type Key = readonly [sourceId: number, repository: string, nameOrDigest: string]

/** Look-ups of one statement, of either kind. */
const MAX_LOOK_UPS = 128

/** Reads tags by name and by digest, in one statement for many events. `cross join` lets SQLite go from the look-ups to the tags. */
export function tagsReader(read: Kysely<Schema>): RegistryKnowledge['tagsAbout'] {
  return async ({ names, digests }) => {
    const byName = names.map(({ sourceId, repository, name }): Key => [sourceId, repository, name])
    const byDigest = digests.map(({ sourceId, repository, digest }): Key => [sourceId, repository, digest])
    const rows: TagRow[] = []
    for (let from = 0; from < Math.max(byName.length, byDigest.length); from += MAX_LOOK_UPS) {
      const [some, others] = [byName, byDigest].map((keys) => keys.slice(from, from + MAX_LOOK_UPS))
      const parts = [namedBy(some ?? []), pointingTo(others ?? [])].filter((part) => part !== null)
      rows.push(...(await rowsOf(read, sql<TagRow>`${sql.join(parts, sql` union all `)}`)))
    }
    return rows.map((row) => ({ sourceId: row.source_id, repository: row.repository, tag: knownTagOf(row) }))
  }
}

function namedBy(keys: readonly Key[]): RawBuilder<unknown> | null {
  if (keys.length === 0) return null
  return sql`select t.* from (values ${rowsFor(keys)}) w cross join tag t
    where t.source_id = w.column1 and t.repository = w.column2 and t.name = w.column3`
}

function pointingTo(keys: readonly Key[]): RawBuilder<unknown> | null {
  if (keys.length === 0) return null
  return sql`select t.* from (values ${rowsFor(keys)}) w cross join tag t
    where t.source_id = w.column1 and t.repository = w.column2 and t.name in (
      select i.name from tag i
      where +i.source_id = w.column1 and i.repository = w.column2 and i.digest = w.column3 and i.deleted_at is null
      order by i.name limit ${MAX_TAGS_OF_DIGEST})`
}

/** As many rows as a power of two, so that there are few statements to prepare; the last one is repeated. */
function rowsFor(keys: readonly Key[]): RawBuilder<unknown> {
  const count = 2 ** Math.ceil(Math.log2(keys.length))
  const last = keys.slice(-1)
  const rows = Array.from({ length: count }, (_, index) => keys[index] ?? last[0] ?? [])
  return sql.join(rows.map((row) => sql`(${sql.join(row)})`))
}

function knownTagOf({ name, digest, moved_at, moved_by, deleted_at }: TagRow) {
  return { name, digest, moved: { atMs: moved_at, instance: moved_by }, deletedAtMs: deleted_at }
}
