import type { StatisticResponse } from '../../../contract/harbor-clients.ts'
import * as CALLS from '../../../contract/calls.ts'
import { type Caller, grantsAround, isSystemAdmin } from '../../../domain/people/caller.ts'
import type { ProjectFilter } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { type ProjectWriterParts, createProjectWriter } from './project-response.ts'
import { visibleProjects } from '../visible-projects.ts'

const MOST_FOUND = { offset: 0, limit: 1000 }
const NOTHING = { projects: 0, repositories: 0 }

export interface SearchParts {
  readonly store: ProjectWriterParts & Pick<Store, 'quotas'>
}

/** Finds and counts what callers may see of all projects. */
export function searchRoutes({ store }: SearchParts): readonly Route[] {
  const { projects, quotas } = store
  const write = createProjectWriter(store)
  const count = async (filter: ProjectFilter | null) => (filter === null ? NOTHING : projects.count(filter))
  return [
    answer(CALLS.search, async ({ query: { q }, caller }) => {
      const visible = visibleProjects(caller)
      if (visible === null) return { status: 200, body: { project: [], repository: [] } }
      const { items } = await projects.list({ ...visible, name: q }, MOST_FOUND)
      const repositories = await projects.repositories(visible, q, MOST_FOUND.limit)
      const repository = repositories.map(({ path, project: { id, name, isPublic } }) => ({
        project_id: id,
        project_name: name,
        ...(isPublic && { project_public: true }),
        repository_name: path,
      }))
      return { status: 200, body: { project: await write.all(items, caller), repository } }
    }),
    answer(CALLS.getStatistic, async ({ caller }): Promise<{ status: 200; body: StatisticResponse }> => {
      const visible = visibleProjects(caller)
      const open = await count({ isPublic: true })
      const closed = await count(visible && { ...visible, isPublic: false })
      const all = seesAll(caller)
      return {
        status: 200,
        body: {
          private_project_count: closed.projects,
          private_repo_count: closed.repositories,
          public_project_count: open.projects,
          public_repo_count: open.repositories,
          total_project_count: all ? open.projects + closed.projects : 0,
          total_repo_count: all ? open.repositories + closed.repositories : 0,
          total_storage_consumption: all ? await quotas.usedBytes() : 0,
        },
      }
    }),
  ].flat()
}

function seesAll(caller: Caller): boolean {
  return caller.kind === 'user' && isSystemAdmin(caller) && grantsAround(caller) === null
}
