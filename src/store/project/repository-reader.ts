import type { Store } from '../../domain/store.ts'
import type { Connections } from '../connections.ts'

/** Reads when a repository was first seen, and the number of its last event. */
export function repositoryReader({ read }: Connections): Store['repository'] {
  return async (path) => {
    const query = read.selectFrom('repository').selectAll().where('path', '=', path)
    const row = await query.where('project_id', 'is not', null).executeTakeFirst()
    return row === undefined ? null : { createdAtMs: row.created_at, lastSequence: row.sequence }
  }
}
