import { GLOBAL_PROJECT, GLOBAL_PROJECT_ID, type Project } from '../../domain/project.ts'
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
    const project = await projectNamed(read, projectName)
    if (project === null) return { revision, notificationsEnabled: enabled, project, policies: [] }
    const live = read
      .selectFrom('policy')
      .selectAll()
      .where('project_id', 'in', [project.id, GLOBAL_PROJECT_ID])
      .where('deleted_at', 'is', null)
    const policies = await withTargets(connections, await live.orderBy('id').execute())
    return { revision, notificationsEnabled: enabled, project, policies }
  }
}

/** Events of the whole system name no project. */
async function projectNamed(read: Connections['read'], name: string): Promise<Project | null> {
  if (name === GLOBAL_PROJECT.name) return GLOBAL_PROJECT
  const query = read.selectFrom('project').selectAll().where('name', '=', name)
  const row = await query.where('deleted_at', 'is', null).executeTakeFirst()
  return row === undefined ? null : projectOf(row)
}
