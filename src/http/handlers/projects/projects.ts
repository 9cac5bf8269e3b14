import * as CALLS from '../../../contract/calls.ts'
import type { ProjectRequest } from '../../../contract/projects/project.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import {
  type Project,
  type ProjectDraft,
  type ProjectFilter,
  type Projects,
  isProjectName,
} from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { cveAllowlist } from './cve-allowlist.ts'
import { projectFilter } from './project-filter.ts'
import { projectMetadata } from './project-metadata.ts'
import { type ProjectWriterParts, createProjectWriter } from './project-response.ts'
import { storageLimit } from './storage-limit.ts'
import { visibleProjects } from '../visible-projects.ts'

const EVERYTHING = { offset: 0, limit: 1 }

export interface ProjectsParts {
  readonly store: ProjectWriterParts & Pick<Store, 'quotas'>
}

/** Lists, finds and creates projects; calls of one project are in `one-project.ts`. */
export function projectsRoutes({ store }: ProjectsParts): readonly Route[] {
  const { projects, members, users, quotas } = store
  const write = createProjectWriter(store)
  return [
    answer(CALLS.listProjects, async ({ query, url, caller }) => {
      const filter = await projectFilter(query, caller, users)
      const { items, total } =
        filter === null
          ? { items: [], total: 0 }
          : await projects.list(filter, pageOf(query), listQuery(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: await write.all(items, caller) }
    }),
    answer(CALLS.headProject, async ({ query, caller }) => {
      const visible = visibleProjects(caller)
      const project = await projects.byName(query.project_name)
      const seen = project !== null && visible !== null && (await isAmong(projects, project, visible))
      if (!seen) throw new BellbuoyError('NOT_FOUND', `project ${query.project_name} not found`)
      return { status: 200 }
    }),
    answer(CALLS.createProject, async ({ body, headers, caller, concerns }) => {
      concerns(body.project_name ?? '')
      const ownerId = caller.kind === 'user' ? caller.user.id : 0
      // As in Harbor, 0 is what a client sends that says nothing about it.
      const limitBytes = storageLimit(body.storage_limit || -1)
      const { id, name } = await projects.create(newProject(body, ownerId))
      if (limitBytes !== null) await quotas.setLimit(id, limitBytes)
      if (ownerId !== 0) await members.create(id, 'projectAdmin', { userId: ownerId })
      const last = headers['x-resource-name-in-location'] === 'true' ? name : id
      return { status: 201, headers: { location: `${CALLS.createProject.path}/${last}` } }
    }),
  ].flat()
}

async function isAmong(projects: Projects, { id, name }: Project, filter: ProjectFilter): Promise<boolean> {
  const order = { conditions: [{ field: 'project_id', is: 'equal', value: String(id) } as const], order: [] }
  return (await projects.list({ ...filter, name }, EVERYTHING, order)).total > 0
}

function newProject(body: ProjectRequest, ownerId: number): ProjectDraft {
  const { project_name: name = '', metadata, public: isPublic } = body
  assertVisibleName('project name', name)
  if (!isProjectName(name)) {
    const rule =
      'lower-case letters and digits, joined by single dots, underscores or hyphens, 255 at the most'
    throw badRequest(`invalid project name ${JSON.stringify(name)}: ${rule}`)
  }
  return { name, ownerId, isPublic: false, ...projectMetadata(metadata, isPublic), ...cveAllowlist(body) }
}
