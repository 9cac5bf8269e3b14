import { type Caller, isSystemAdmin, rightsOf } from '../../../domain/people/caller.ts'
import { may, rolesWith } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'

const PERMISSION = 'notification-policy:read'

/** The projects whose policies a caller may read, 0 for the global ones; null for a caller who may read all. */
export async function readableProjects(
  caller: Caller,
  { members, projects }: Pick<Store, 'members' | 'projects'>,
): Promise<readonly number[] | null> {
  if (caller.kind === 'user')
    return isSystemAdmin(caller) ? null : members.projectsOf(caller.user, rolesWith(PERMISSION))
  const rights = rightsOf(caller)
  const names = caller.robot.grants.filter(({ kind }) => kind === 'project').map(({ namespace }) => namespace)
  const filter = names.includes('*') ? {} : { visibleTo: { names } }
  const { items } = await projects.list(filter, { offset: 0, limit: 0 })
  const readable = items.filter((project) => may(rights, PERMISSION, { ...project, roles: [] }))
  return [...(may(rights, PERMISSION, null) ? [0] : []), ...readable.map(({ id }) => id)]
}
