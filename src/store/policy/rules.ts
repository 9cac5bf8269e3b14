import { GLOBAL_PROJECT_ID } from '../../domain/project.ts'
import type { Rules } from '../../domain/policy/rules.ts'
import type { Connections } from '../connections.ts'
import { withTargets } from './policies.ts'
import { projectOf } from '../project/projects.ts'

/**
 * Reads the rules of a project. The revision is read first: should anything change while the rest is read, the store will
 * refuse what was decided by it.
 *
 * @param notificationsEnabled reads the global switch
 */
export function rulesReader(
  connections: Connections,
  notificationsEnabled: () => Promise<boolean>,
): (projectName: string) => Promise<Rules> {
  const { read } = connections
  return async (projectName) => {
    const revisionQuery = read.selectFrom('setting').select('value').where('name', '=', 'rules_revision')
    const revision = Number((await revisionQuery.executeTakeFirstOrThrow()).value)
    const enabled = await notificationsEnabled()
    const row = await read
      .selectFrom('project')
      .selectAll()
      .where('name', '=', projectName)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) return { revision, notificationsEnabled: enabled, project: null, policies: [] }
    const live = read
      .selectFrom('policy')
      .selectAll()
      .where('project_id', 'in', [row.id, GLOBAL_PROJECT_ID])
      .where('deleted_at', 'is', null)
    const policies = await withTargets(connections, await live.orderBy('id').execute())
    return { revision, notificationsEnabled: enabled, project: projectOf(row), policies }
  }
}
