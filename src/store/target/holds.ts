import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Holds } from '../../domain/target/hold.ts'
import type { Connections } from '../connections.ts'
import type { ChangeRules } from '../rules-revision.ts'
import { refreshHeldTargets } from './refresh-held-targets.ts'

/** Holds of projects and of everything. They are rules: what was decided before a hold begins is decided anew. */
export function createHolds({ read, now, serviceNow }: Connections, changeRules: ChangeRules): Holds {
  return {
    begin: ({ projectId, by }) =>
      changeRules(async (transaction) => {
        const row = { project_id: projectId, held_at: now(), held_by: by }
        const insert = transaction.insertInto('hold').values(row)
        await insert.onConflict((conflict) => conflict.column('project_id').doNothing()).execute()
        return (await refreshHeldTargets(transaction, { projectId }, serviceNow())).held
      }),
    end: (projectId) =>
      changeRules(async (transaction) => {
        await transaction.deleteFrom('hold').where('project_id', '=', projectId).execute()
        return (await refreshHeldTargets(transaction, { projectId }, serviceNow())).released
      }),
    async of(projectId) {
      const query = read
        .selectFrom('hold')
        .selectAll()
        .where('project_id', 'in', [GLOBAL_PROJECT_ID, projectId])
      const rows = await query.orderBy('project_id').execute()
      return rows.map((row) => ({
        scope: row.project_id === GLOBAL_PROJECT_ID ? 'everything' : 'project',
        sinceMs: row.held_at,
        by: row.held_by,
      }))
    },
  }
}
