import type { ProjectResponse } from '../../../contract/projects/project.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import type { Members } from '../../../domain/people/member.ts'
import { roleIdOf } from '../../../domain/people/role.ts'
import type { Users } from '../../../domain/people/user.ts'
import type { Project, Projects } from '../../../domain/project.ts'
import { timeInMs } from '../../times.ts'

/** Writes projects as a caller sees them: with their own roles. */
export type ProjectWriter = (
  projects: readonly Project[],
  caller: Caller | null,
) => Promise<readonly ProjectResponse[]>

export interface ProjectWriterParts {
  readonly projects: Projects
  readonly members: Members
  readonly users: Users
}

export function createProjectWriter({ projects, members, users }: ProjectWriterParts): ProjectWriter {
  return async (found, caller) => {
    const repositories = await projects.repositoryCounts(found.map(({ id }) => id))
    const ownerIds = new Set(found.map(({ ownerId }) => ownerId).filter((id) => id !== 0))
    const owners = new Map(
      await Promise.all([...ownerIds].map(async (id) => [id, (await users.byId(id))?.name] as const)),
    )
    return Promise.all(
      found.map(async (project) => ({
        creation_time: timeInMs(project.createdAtMs),
        ...(await rolesIn(project, caller)),
        metadata: { ...project.metadata, public: String(project.isPublic) },
        name: project.name,
        ...ownerOf(project, owners),
        project_id: project.id,
        repo_count: repositories.get(project.id) ?? 0,
        update_time: timeInMs(project.updatedAtMs),
      })),
    )
  }

  async function rolesIn({ id }: Project, caller: Caller | null) {
    const roles = caller?.kind === 'user' ? await members.rolesOf(caller.user, id) : []
    const [first, ...others] = roles.map(roleIdOf)
    if (first === undefined) return {}
    return { current_user_role_id: first, current_user_role_ids: [first, ...others] }
  }
}

function ownerOf({ ownerId }: Project, owners: ReadonlyMap<number, string | undefined>) {
  if (ownerId === 0) return {}
  const name = owners.get(ownerId)
  return { owner_id: ownerId, ...(name !== undefined && { owner_name: name }) }
}
