import { type Caller, isSystemAdmin } from '../../../domain/people/caller.ts'
import type { ProjectFilter } from '../../../domain/project.ts'

/** Narrows a list of projects to those whose existence a caller may know; null when there are none. */
export function visibleProjects(caller: Caller | null): Pick<ProjectFilter, 'visibleTo'> | null {
  if (caller === null) return null
  if (caller.kind === 'user') return isSystemAdmin(caller) ? {} : { visibleTo: { user: caller.user } }
  const names = caller.robot.grants.filter(({ kind }) => kind === 'project').map(({ namespace }) => namespace)
  if (names.includes('*')) return {}
  return names.length === 0 ? null : { visibleTo: { names } }
}
