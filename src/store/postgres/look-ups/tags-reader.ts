import { MAX_TAGS_OF_DIGEST, type RepositoryKey } from '../../../domain/registry/registry-knowledge.ts'
import { digestBytes } from '../../columns/digest-bytes.ts'
import type { EventLookUps } from '../../connections.ts'
import { type TagRow, knownTagOf } from '../../event/tag-row.ts'
import { asRecords, hex, statement } from '../hot/session.ts'
import type { ReconnectingPool } from '../reconnecting-pool.ts'
import { ask } from './ask.ts'

interface FoundRow extends TagRow {
  /** Of the look-up that has found it. */
  readonly n: number
}

const TAG = `x.n, t.name, t.moved_at, t.deleted_at,
  (select digest from manifest where id = t.manifest_id) as digest,
  (select name from instance where id = t.moved_by) as moved_by`

/** Each query within finds one row by its key, so that no plan can begin with the tables. */
const SELECT = statement(`
  select ${TAG} from json_to_recordset($1::json) as x(n bigint, source_id bigint, repository text, name text)
  cross join lateral (
    select * from tag
    where repository_id = (select id from repository where path = x.repository) and source_id = x.source_id and name = x.name
    limit 1) t
  union all
  select ${TAG} from json_to_recordset($2::json) as x(n bigint, source_id bigint, repository text, digest text)
  cross join lateral (
    select * from tag
    where manifest_id = (
        select id from manifest
        where repository_id = (select id from repository where path = x.repository) and digest = decode(x.digest, 'hex')
          and source_id = x.source_id)
      and deleted_at is null
    order by name limit ${MAX_TAGS_OF_DIGEST}) t`)

/** Reads tags by name and by digest, in one statement for many events. */
export function tagsReader(pool: ReconnectingPool): EventLookUps['tagsAbout'] {
  return async ({ names, digests }) => {
    const keys: readonly RepositoryKey[] = [...names, ...digests]
    const rows = await ask<FoundRow>(
      pool,
      SELECT,
      asRecords(names.map((key, n) => ({ ...keyOf(key, n), name: key.name }))),
      asRecords(
        digests.map((key, n) => ({ ...keyOf(key, names.length + n), digest: hex(digestBytes(key.digest)) })),
      ),
    )
    return rows.flatMap((row) => {
      const key = keys[row.n]
      return key === undefined
        ? []
        : [{ sourceId: key.sourceId, repository: key.repository, tag: knownTagOf(row) }]
    })
  }
}

function keyOf({ sourceId, repository }: RepositoryKey, n: number) {
  return { n, source_id: sourceId, repository }
}
