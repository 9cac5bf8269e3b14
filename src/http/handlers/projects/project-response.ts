import type { ProjectResponse } from '../../../contract/projects/project.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import { roleIdOf } from '../../../domain/people/role.ts'
import type { Project } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { timeInMs } from '../../times.ts'

export type ProjectWriterParts = Pick<Store, 'projects' | 'members' | 'users'>

/** Writes projects as a caller sees them: with their own roles. */
export interface ProjectWriter {
  all: (projects: readonly Project[], caller: Caller | null) => Promise<readonly ProjectResponse[]>
  one: (project: Project, caller: Caller | null) => Promise<ProjectResponse>
}

interface Known {
  readonly repositories: ReadonlyMap<number, number>
  readonly owners: ReadonlyMap<number, string | undefined>
}

export function createProjectWriter({ projects, members, users }: ProjectWriterParts): ProjectWriter {
  async function lookUp(found: readonly Project[]): Promise<Known> {
    const repositories = await projects.repositoryCounts(found.map(({ id }) => id))
    const ownerIds = new Set(found.map(({ ownerId }) => ownerId).filter((id) => id !== 0))
    const owners = await Promise.all([...ownerIds].map(async (id) => [id, await users.byId(id)] as const))
    return { repositories, owners: new Map(owners.map(([id, owner]) => [id, owner?.name])) }
  }

  async function write(project: Project, known: Known, caller: Caller | null): Promise<ProjectResponse> {
    return {
      creation_time: timeInMs(project.createdAtMs),
      ...(await rolesIn(project, caller)),
      cve_allowlist: allowlistOf(project),
      metadata: { ...project.metadata, public: String(project.isPublic) },
      name: project.name,
      ...ownerOf(project, known.owners),
      project_id: project.id,
      repo_count: known.repositories.get(project.id) ?? 0,
      update_time: timeInMs(project.updatedAtMs),
    }
  }

  async function rolesIn({ id }: Project, caller: Caller | null) {
    const roles = caller?.kind === 'user' ? await members.rolesOf(caller.user, id) : []
    const [first, ...others] = roles.map(roleIdOf)
    if (first === undefined) return {}
    return { current_user_role_id: first, current_user_role_ids: [first, ...others] }
  }

  return {
    async all(found, caller) {
      const known = await lookUp(found)
      return Promise.all(found.map((project) => write(project, known, caller)))
    },
    one: async (project, caller) => write(project, await lookUp([project]), caller),
  }
}

/** Its id and times are the project's. */
function allowlistOf({
  id,
  cveAllowlist,
  createdAtMs,
  updatedAtMs,
}: Project): ProjectResponse['cve_allowlist'] {
  const { cveIds, expiresAtSeconds } = cveAllowlist
  return {
    creation_time: timeInMs(createdAtMs),
    ...(expiresAtSeconds !== null && { expires_at: expiresAtSeconds }),
    id,
    items: cveIds.map((cve_id) => ({ cve_id })),
    project_id: id,
    update_time: timeInMs(updatedAtMs),
  }
}

function ownerOf({ ownerId }: Project, owners: ReadonlyMap<number, string | undefined>) {
  if (ownerId === 0) return {}
  const name = owners.get(ownerId)
  return { owner_id: ownerId, ...(name !== undefined && { owner_name: name }) }
}
