import { type Caller, rightsOf } from '../../../domain/people/caller.ts'
import { may, rolesWith } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'

/** The projects whose log a caller may read; null for a caller who may read everything. */
export async function auditedProjects(
  caller: Caller,
  { members, projects }: Pick<Store, 'members' | 'projects'>,
): Promise<readonly number[] | null> {
  if (may(rightsOf(caller), 'audit-log:list', null)) return null
  if (caller.kind === 'user') return members.projectsOf(caller.user, rolesWith('log:list'))
  const grants = caller.robot.grants.filter(
    ({ kind, permissions }) => kind === 'project' && permissions.includes('log:list'),
  )
  const names = grants.map(({ namespace }) => namespace)
  const filter = names.includes('*') ? {} : { visibleTo: { names } }
  return (await projects.list(filter, { offset: 0, limit: 0 })).items.map(({ id }) => id)
}
