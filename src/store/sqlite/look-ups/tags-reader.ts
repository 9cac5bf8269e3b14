import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import { MAX_TAGS_OF_DIGEST, type RegistryKnowledge } from '../../../domain/registry/registry-knowledge.ts'
import { digestBytes } from '../../columns/digest-bytes.ts'
import { type TagRow, knownTagOf } from '../../event/tag-row.ts'
import type { Schema } from '../../schema.ts'

interface FoundRow extends TagRow {
  readonly source_id: number
  readonly repository: string
}

/** A key of three columns: source, repository, and name or digest. */
type Key = readonly [sourceId: number, repository: string, nameOrDigest: string | Uint8Array]

/** Look-ups of one statement, of either kind. */
const MAX_LOOK_UPS = 128

/** Reads tags by name and by digest, in one statement for many events. `cross join` goes from the look-ups to the tags. */
export function tagsReader(read: Kysely<Schema>): RegistryKnowledge['tagsAbout'] {
  const statementFor = statements(read)
  return async ({ names, digests }) => {
    const byName = names.map(({ sourceId, repository, name }): Key => [sourceId, repository, name])
    const byDigest = digests.map(({ sourceId, repository, digest }): Key => [
      sourceId,
      repository,
      digestBytes(digest),
    ])
    const rows: FoundRow[] = []
    for (let from = 0; from < Math.max(byName.length, byDigest.length); from += MAX_LOOK_UPS) {
      const some = padded(byName.slice(from, from + MAX_LOOK_UPS))
      const others = padded(byDigest.slice(from, from + MAX_LOOK_UPS))
      const statement = statementFor(some.length, others.length)
      const parameters = [...some.flat(), ...others.flat()]
      rows.push(...(await read.executeQuery<FoundRow>({ ...statement, parameters })).rows)
    }
    return rows.map((row) => ({ sourceId: row.source_id, repository: row.repository, tag: knownTagOf(row) }))
  }
}

/** Statements by how many names and digests they look up, put together once: each batch of events needs one. */
function statements(read: Kysely<Schema>): (names: number, digests: number) => CompiledQuery<FoundRow> {
  const known = new Map<string, CompiledQuery<FoundRow>>()
  return (names, digests) =>
    known.getOrInsertComputed(`${names} ${digests}`, () => {
      const parts = [namedBy(names), pointingTo(digests)].filter((part) => part !== null)
      return sql<FoundRow>`${sql.join(parts, sql` union all `)}`.compile(read)
    })
}

/** Of a tag `t`, its repository from the look-ups `w`. */
const TAG = sql`t.source_id, w.column2 as repository, t.name, t.moved_at, t.deleted_at,
  (select digest from manifest where id = t.manifest_id) as digest,
  (select name from instance where id = t.moved_by) as moved_by`

function namedBy(keys: number): RawBuilder<unknown> | null {
  if (keys === 0) return null
  return sql`select ${TAG} from (values ${rowsFor(keys)}) w cross join repository r cross join tag t
    where r.path = w.column2 and t.repository_id = r.id and t.source_id = w.column1 and t.name = w.column3`
}

function pointingTo(keys: number): RawBuilder<unknown> | null {
  if (keys === 0) return null
  return sql`select ${TAG} from (values ${rowsFor(keys)}) w cross join repository r cross join manifest m cross join tag t
    where r.path = w.column2 and m.repository_id = r.id and m.digest = w.column3 and m.source_id = w.column1
      and t.repository_id = r.id and t.source_id = w.column1 and t.name in (
        select i.name from tag i where i.manifest_id = m.id and i.deleted_at is null
        order by i.name limit ${sql.lit(MAX_TAGS_OF_DIGEST)})`
}

/** Places for as many keys; the values come with each call. */
function rowsFor(keys: number): RawBuilder<unknown> {
  return sql.join(Array.from({ length: keys }, () => sql`(cast(${null} as bigint), ${null}, ${null})`))
}

/** As many keys as a power of two, so that there are few statements; the last one is repeated. */
function padded(keys: readonly Key[]): readonly Key[] {
  const last = keys.at(-1)
  if (last === undefined) return keys
  const missing = 2 ** Math.ceil(Math.log2(keys.length)) - keys.length
  return [...keys, ...Array.from({ length: missing }, () => last)]
}
