import { type RawBuilder, sql } from 'kysely'
import type { RepositoryKey } from '../../domain/registry/registry-knowledge.ts'
import { digestBytes } from '../columns/digest-bytes.ts'

/** The rows of a table that belong to a repository of a source. */
export function within(table: string, { sourceId, repository }: RepositoryKey): RawBuilder<unknown> {
  return sql`${sql.ref(`${table}.repository_id`)} = (select id from repository where path = ${repository})
    and ${sql.ref(`${table}.source_id`)} = ${sourceId}`
}

/** The manifest `m` of a digest, by the index that is unique. */
export function named(key: RepositoryKey, digest: string): RawBuilder<unknown> {
  return sql`${within('m', key)} and m.digest = ${digestBytes(digest)}`
}
