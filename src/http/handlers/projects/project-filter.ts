import type { Caller } from '../../../domain/people/caller.ts'
import type { Users } from '../../../domain/people/user.ts'
import type { ProjectFilter } from '../../../domain/project.ts'
import { visibleProjects } from '../visible-projects.ts'

interface Asked {
  readonly name?: string
  readonly public?: string
  readonly owner?: string
}

/** The projects that a caller may see and asks for; null when none can match. */
export async function projectFilter(
  asked: Asked,
  caller: Caller | null,
  users: Users,
): Promise<ProjectFilter | null> {
  const visible = visibleProjects(caller)
  if (visible === null) return null
  const owner = asked.owner === undefined ? undefined : await users.byName(asked.owner)
  if (owner === null) return null
  return {
    ...visible,
    ...(asked.name !== undefined && { name: asked.name }),
    ...(asked.public !== undefined && { isPublic: ['true', '1'].includes(asked.public) }),
    ...(owner !== undefined && { ownerId: owner.id }),
  }
}
