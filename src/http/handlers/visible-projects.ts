import { type Caller, grantsAround, isSystemAdmin } from '../../domain/people/caller.ts'
import type { ProjectFilter } from '../../domain/project.ts'

/** Narrows a list of projects to those whose existence a caller may know; null when there are none. */
export function visibleProjects(caller: Caller | null): Pick<ProjectFilter, 'visibleTo'> | null {
  if (caller === null) return null
  const names = grantedNames(caller)
  if (names?.length === 0) return null
  return {
    visibleTo: {
      ...(caller.kind === 'user' && !isSystemAdmin(caller) && { user: caller.user }),
      ...(names !== null && { names }),
    },
  }
}

/** The names of the projects that the grants of a robot or an access token are about; null: they do not narrow the projects. */
function grantedNames(caller: Caller): readonly string[] | null {
  const grants = grantsAround(caller)
  if (grants === null) return null
  const names = grants.filter(({ kind }) => kind === 'project').map(({ namespace }) => namespace)
  return names.includes('*') ? null : names
}
