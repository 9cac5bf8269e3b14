import type { DatabaseSync } from 'node:sqlite'
import type { DecidedEvent } from '../../../../domain/delivery/queue.ts'
import { statement } from '../../../../sqlite/statement.ts'

/**
 * Repositories by their path: the number, when they were first seen, and the position of the last event. Some events have none. One
 * whose project was removed is there with its number alone.
 */
export function prepareRepositories(database: DatabaseSync) {
  const selectSequence = statement(
    database,
    'select sequence from repository where path = :path and project_id is not null',
  )
  const upsert = statement(
    database,
    `
    insert into repository (path, project_id, created_at, sequence)
    values (:path, :project_id, :created_at, :sequence)
    on conflict (path) do update set sequence = excluded.sequence,
      created_at = case when project_id is null then excluded.created_at else created_at end,
      project_id = coalesce(project_id, excluded.project_id)
    returning id`,
  )
  return {
    isOvertaken: ({ event: { repository: path }, sequence }: DecidedEvent): boolean =>
      path !== '' && Number(selectSequence.get({ path })?.['sequence'] ?? 0) >= sequence,
    /** @returns the number of the repository; null of an event without one */
    store({
      event: { repository: path },
      projectId,
      repositoryCreatedAtMs,
      sequence,
    }: DecidedEvent): number | null {
      if (path === '') return null
      const row = upsert.get({ path, project_id: projectId, created_at: repositoryCreatedAtMs, sequence })
      return Number(row?.['id'])
    },
  }
}

/** The number of a repository, of which no event needs to be stored. */
export function prepareRepositoryId(database: DatabaseSync): (path: string) => number {
  const select = statement(database, 'select id from repository where path = :path')
  const insert = statement(
    database,
    'insert into repository (path, created_at, sequence) values (:path, 0, 0) returning id',
  )
  return (path) => Number((select.get({ path }) ?? insert.get({ path }))?.['id'])
}
