import Type from 'typebox'
import { ListParams, ProjectParams } from '../../../contract/params.ts'
import { ProjectRequest, ProjectResponse } from '../../../contract/projects/project.ts'
import { pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { projectMetadata } from './project-metadata.ts'
import type { ProjectParts } from './projects.ts'

const PATH = '/api/v2.0/projects/:project_name_or_id'

/** Reads, changes and ends one project. */
export function oneProjectRoutes({
  projects,
  write,
}: Pick<ProjectParts, 'projects' | 'write'>): readonly Route[] {
  const schema = { params: ProjectParams }
  const read = route({
    method: 'GET',
    path: PATH,
    operation: 'GetProject',
    summary: 'Get a project',
    tag: 'project',
    needs: 'project:read',
    schema,
    answers: { 200: ProjectResponse },
    async handle({ project, caller }) {
      const [body] = await write([project], caller)
      return { status: 200, ...(body !== undefined && { body }) }
    },
  })
  const update = route({
    method: 'PUT',
    path: PATH,
    operation: 'UpdateProject',
    summary: 'Change a project',
    tag: 'project',
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
  return [read, update, remove, repositories]
}
