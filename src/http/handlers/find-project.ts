import { BellbuoyError } from '../../domain/errors.ts'
import type { Project } from '../../domain/project.ts'
import type { Projects } from '../../domain/store.ts'

/**
 * The project of a path: a number is an id, anything else a name; `X-Is-Resource-Name: true` makes a number a name too.
 *
 * @throws BellbuoyError `NOT_FOUND`
 */
export async function findProject(
  projects: Projects,
  nameOrId: string,
  isResourceName: string | string[] | undefined,
): Promise<Project> {
  const isId = isResourceName !== 'true' && /^-?\d{1,15}$/.test(nameOrId)
  const project = isId ? await projects.byId(Number(nameOrId)) : await projects.byName(nameOrId)
  if (project === null) throw new BellbuoyError('NOT_FOUND', `project ${nameOrId} not found`)
  return project
}
