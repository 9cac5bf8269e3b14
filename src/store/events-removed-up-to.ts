import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** When the last of the removed events was accepted, of a project or (null) of all; null: none was removed. */
export async function eventsRemovedUpTo(
  read: Kysely<Schema>,
  projectId: number | null,
): Promise<number | null> {
  const all = read.selectFrom('removed_account').select((at) => at.fn.max('last_accepted_at').as('last'))
  const query = projectId === null ? all : all.where('project_id', '=', projectId)
  return (await query.executeTakeFirst())?.last ?? null
}
