import Type from 'typebox'
import { ProjectsQuery } from '../../contract/params.ts'
import { ProjectRequest, ProjectResponse } from '../../contract/project.ts'
import { BellbuoyError } from '../../domain/errors.ts'
import { type Project, isProjectName } from '../../domain/project.ts'
import type { Projects } from '../../domain/store.ts'
import { pageOf, pagingHeaders } from '../paging.ts'
import { type Route, route } from '../route.ts'
import { timeInMs } from '../times.ts'

const PATH = '/api/v2.0/projects'

export function projectRoutes(projects: Projects): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: PATH,
      operation: 'ListProjects',
      summary: 'List the projects that the caller may see',
      tag: 'project',
      needs: 'project:create',
      schema: { querystring: ProjectsQuery },
      answers: { 200: Type.Array(ProjectResponse) },
      async handle({ query, url }) {
        const { items, total } = await projects.list(
          query.name === undefined ? {} : { name: query.name },
          pageOf(query),
        )
        return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(projectResponse) }
      },
    }),
    route({
      method: 'POST',
      path: PATH,
      operation: 'CreateProject',
      summary: 'Create a project',
      tag: 'project',
      needs: 'project:create',
      schema: { body: ProjectRequest },
      answers: { 201: null },
      async handle({ body, headers }) {
        const { id, name } = await projects.create({ ...newProject(body), ownerId: 0, metadata: {} })
        const last = headers['x-resource-name-in-location'] === 'true' ? name : id
        return { status: 201, headers: { location: `${PATH}/${last}` } }
      },
    }),
  ]
}

function newProject({ project_name: name = '', metadata, public: isPublic }: ProjectRequest) {
  if (!isProjectName(name)) {
    const rule =
      'lower-case letters and digits, joined by single dots, underscores or hyphens, 255 at the most'
    throw new BellbuoyError('BAD_REQUEST', `invalid project name ${JSON.stringify(name)}: ${rule}`)
  }
  return { name, isPublic: metadata?.public === 'true' || isPublic === true }
}

function projectResponse({ id, name, isPublic, createdAtMs, updatedAtMs }: Project): ProjectResponse {
  return {
    creation_time: timeInMs(createdAtMs),
    metadata: { public: String(isPublic) },
    name,
    project_id: id,
    update_time: timeInMs(updatedAtMs),
  }
}
