import Type from 'typebox'
import { ProjectNameQuery, ProjectsQuery } from '../../../contract/params.ts'
import { ProjectRequest, ProjectResponse } from '../../../contract/projects/project.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import type { Members } from '../../../domain/people/member.ts'
import type { Users } from '../../../domain/people/user.ts'
import {
  type Project,
  type ProjectDraft,
  type ProjectFilter,
  type Projects,
  isProjectName,
} from '../../../domain/project.ts'
import type { Quotas } from '../../../domain/storage-quota.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { projectMetadata } from './project-metadata.ts'
import type { ProjectWriter } from './project-response.ts'
import { storageLimit } from './storage-limit.ts'
import { visibleProjects } from './visible-projects.ts'

const PATH = '/api/v2.0/projects'
const EVERYTHING = { offset: 0, limit: 1 }

export interface ProjectParts {
  readonly projects: Projects
  readonly members: Members
  readonly users: Users
  readonly quotas: Pick<Quotas, 'setLimit'>
  readonly write: ProjectWriter
}

/** Lists, finds and makes projects; what needs one project is in `one-project.ts`. */
export function projectRoutes({ projects, members, users, quotas, write }: ProjectParts): readonly Route[] {
  const list = route({
    method: 'GET',
    path: PATH,
    operation: 'ListProjects',
    summary: 'List the projects that the caller may see; nobody sees none',
    tag: 'project',
    needs: 'nothing',
    schema: { querystring: ProjectsQuery },
    answers: { 200: Type.Array(ProjectResponse) },
    async handle({ query, url, caller }) {
      const filter = await filterOf(query, caller, users)
      const { items, total } =
        filter === null
          ? { items: [], total: 0 }
          : await projects.list(filter, pageOf(query), listQuery(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: await write(items, caller) }
    },
  })
  const head = route({
    method: 'HEAD',
    path: PATH,
    operation: 'HeadProject',
    summary: 'Ask whether a project exists; to who may not see it, it does not',
    tag: 'project',
    needs: 'log-in',
    schema: { querystring: ProjectNameQuery },
    answers: { 200: null },
    async handle({ query, caller }) {
      const visible = visibleProjects(caller)
      const project = await projects.byName(query.project_name)
      const seen = project !== null && visible !== null && (await isAmong(projects, project, visible))
      return { status: seen ? 200 : 404 }
    },
  })
  const create = route({
    method: 'POST',
    path: PATH,
    operation: 'CreateProject',
    summary: 'Create a project; its maker becomes its admin',
    tag: 'project',
    needs: 'project:create',
    schema: { body: ProjectRequest },
    answers: { 201: null },
    async handle({ body, headers, caller }) {
      const ownerId = caller.kind === 'user' ? caller.user.id : 0
      const limitBytes = storageLimit(body.storage_limit ?? -1)
      const { id, name } = await projects.create(newProject(body, ownerId))
      if (limitBytes !== null) await quotas.setLimit(id, limitBytes)
      if (ownerId !== 0) await members.create(id, 'projectAdmin', { userId: ownerId })
      const last = headers['x-resource-name-in-location'] === 'true' ? name : id
      return { status: 201, headers: { location: `${PATH}/${last}` } }
    },
  })
  return [list, head, create]
}

interface Asked {
  readonly name?: string
  readonly public?: string
  readonly owner?: string
}

/** Null when no project can fit. */
async function filterOf(asked: Asked, caller: Caller | null, users: Users): Promise<ProjectFilter | null> {
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

async function isAmong(projects: Projects, { id, name }: Project, filter: ProjectFilter): Promise<boolean> {
  const order = { conditions: [{ field: 'project_id', is: 'equal', value: String(id) } as const], order: [] }
  return (await projects.list({ ...filter, name }, EVERYTHING, order)).total > 0
}

function newProject(
  { project_name: name = '', metadata, public: isPublic }: ProjectRequest,
  ownerId: number,
): ProjectDraft {
  if (!isProjectName(name)) {
    const rule =
      'lower-case letters and digits, joined by single dots, underscores or hyphens, 255 at the most'
    throw new BellbuoyError('BAD_REQUEST', `invalid project name ${JSON.stringify(name)}: ${rule}`)
  }
  return { name, ownerId, isPublic: false, ...projectMetadata(metadata, isPublic) }
}
