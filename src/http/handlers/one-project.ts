import Type from 'typebox'
import { ListParams, ProjectParams } from '../../contract/params.ts'
import { ProjectRequest, ProjectResponse, ProjectSummaryResponse } from '../../contract/project.ts'
import { pagingHeaders } from '../paging.ts'
import { type Route, route } from '../route.ts'
import { projectMetadata } from './project-metadata.ts'
import type { ProjectParts } from './projects.ts'

const PATH = '/api/v2.0/projects/:project_name_or_id'

/** Reads, changes and ends one project. */
export function oneProjectRoutes({
  projects,
  members,
  write,
}: Omit<ProjectParts, 'users'>): readonly Route[] {
  const schema = { params: ProjectParams }
  const read = route({
    ...{ method: 'GET', path: PATH, operation: 'GetProject', summary: 'Get a project', tag: 'project' },
    needs: 'project:read',
    schema,
    answers: { 200: ProjectResponse },
    async handle({ project, caller }) {
      const [body] = await write([project], caller)
      return { status: 200, ...(body !== undefined && { body }) }
    },
  })
  const update = route({
    ...{ method: 'PUT', path: PATH, operation: 'UpdateProject', summary: 'Change a project', tag: 'project' },
    needs: 'project:update',
    schema: { params: ProjectParams, body: ProjectRequest },
    answers: { 200: null },
    async handle({ project, body }) {
      const { metadata, ...visibility } = projectMetadata(body.metadata, body.public)
      await projects.update(project.id, { metadata: { ...project.metadata, ...metadata }, ...visibility })
      return { status: 200 }
    },
  })
  const remove = route({
    method: 'DELETE',
    path: PATH,
    operation: 'DeleteProject',
    summary: 'Delete a project with its policies, and stop what waits for their targets',
    tag: 'project',
    needs: 'project:delete',
    schema,
    answers: { 200: null },
    async handle({ project }) {
      await projects.remove(project.id)
      return { status: 200 }
    },
  })
  return [read, update, remove, ...projectContentRoutes({ projects, members })]
}

/** What a project holds. */
function projectContentRoutes({
  projects,
  members,
}: Pick<ProjectParts, 'projects' | 'members'>): readonly Route[] {
  const summary = route({
    method: 'GET',
    path: `${PATH}/summary`,
    operation: 'GetProjectSummary',
    summary: 'Count the repositories and members of a project',
    tag: 'project',
    needs: 'project:read',
    schema: { params: ProjectParams },
    answers: { 200: ProjectSummaryResponse },
    async handle({ project }) {
      const roles = await members.countByRole(project.id)
      const counts = {
        developer_count: roles.get('developer'),
        guest_count: roles.get('guest'),
        limited_guest_count: roles.get('limitedGuest'),
        maintainer_count: roles.get('maintainer'),
        project_admin_count: roles.get('projectAdmin'),
      }
      const some = Object.entries(counts).filter(([, count]) => count !== undefined)
      const repositories = (await projects.repositoryCounts([project.id])).get(project.id) ?? 0
      return { status: 200, body: { ...Object.fromEntries(some), repo_count: repositories } }
    },
  })
  const repositories = route({
    method: 'GET',
    path: `${PATH}/repositories`,
    operation: 'ListRepositories',
    summary: 'List the repositories that the project itself holds: none, they are in the registry',
    tag: 'repository',
    needs: 'project:read',
    schema: { params: ProjectParams, querystring: ListParams },
    answers: { 200: Type.Array(Type.Object({})) },
    // The Terraform provider empties a project before it deletes it; there is nothing here to empty.
    handle: ({ url, query }) =>
      Promise.resolve({ status: 200, headers: pagingHeaders(url, query, 0), body: [] }),
  })
  return [summary, repositories]
}
