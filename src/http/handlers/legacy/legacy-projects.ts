import * as CALLS from '../../../contract/calls.ts'
import type { Store } from '../../../domain/store.ts'
import { pageOf } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { projectFilter } from '../projects/project-filter.ts'
import { type ProjectWriterParts, createProjectWriter } from '../projects/project-response.ts'
import { legacyPage, legacyPagingHeaders } from './legacy-paging.ts'
import { assertByNumber } from './legacy-project.ts'

export interface LegacyProjectParts {
  readonly store: ProjectWriterParts & Pick<Store, 'users'>
}

/** Where a client of 1.10 finds the number of a project, which the other calls want. */
export function legacyProjectRoutes({ store }: LegacyProjectParts): readonly Route[] {
  const { projects, users } = store
  const write = createProjectWriter(store)
  return [
    answer(CALLS.listLegacyProjects, async ({ query, url, caller }) => {
      const page = legacyPage(query)
      const filter = await projectFilter(query, caller, users)
      const { items, total } =
        filter === null ? { items: [], total: 0 } : await projects.list(filter, pageOf(page))
      const headers = legacyPagingHeaders(url, page, total)
      return { status: 200, headers, body: await write.all(items, caller) }
    }),
    answer(CALLS.getLegacyProject, async (call) => {
      assertByNumber(call)
      return { status: 200, body: await write.one(call.project, call.caller) }
    }),
  ].flat()
}
