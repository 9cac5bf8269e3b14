import { type Caller, grantsAround, isSystemAdmin } from '../../domain/people/caller.ts'
import { type Permission, isGranted, rolesWith } from '../../domain/people/permission.ts'
import type { Store } from '../../domain/store.ts'
import { visibleProjects } from './visible-projects.ts'

const ALL = { offset: 0, limit: 0 }

/** The ids of the projects in which a caller has a permission that a public project gives to nobody. */
export async function projectsWith(
  caller: Caller,
  permission: Permission,
  { members, projects }: Pick<Store, 'members' | 'projects'>,
): Promise<readonly number[]> {
  const byRole =
    caller.kind === 'user' && !isSystemAdmin(caller)
      ? await members.projectsOf(caller.user, rolesWith(permission))
      : null
  const grants = grantsAround(caller)
  if (grants === null && byRole !== null) return byRole
  const visible = visibleProjects(caller)
  if (visible === null) return []
  const { items } = await projects.list(visible, ALL)
  return items
    .filter(
      ({ id, name }) =>
        byRole?.includes(id) !== false && (grants === null || isGranted(grants, permission, { name })),
    )
    .map(({ id }) => id)
}
