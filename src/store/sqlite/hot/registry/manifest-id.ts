import type { DatabaseSync } from 'node:sqlite'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { statement } from '../../../../sqlite/statement.ts'

/** A repository of one source, by its number. */
export interface NumberedRepository {
  readonly repositoryId: number
  readonly sourceId: number
}

/** The number of a manifest. One of which nothing is known yet becomes a bare number, for the tag or index that names it. */
export function prepareManifestId(
  database: DatabaseSync,
): (repository: NumberedRepository, digest: string) => number {
  const select = statement(
    database,
    'select id from manifest where repository_id = :repository_id and digest = :digest and source_id = :source_id',
  )
  const insert = statement(
    database,
    `
    insert into manifest (repository_id, source_id, digest, pushed_at)
    values (:repository_id, :source_id, :digest, 0) returning id`,
  )
  return ({ repositoryId, sourceId }, digest) => {
    const key = { repository_id: repositoryId, source_id: sourceId, digest: digestBytes(digest) }
    return Number((select.get(key) ?? insert.get(key))?.['id'])
  }
}
