import * as CALLS from '../../../contract/calls.ts'
import { pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { cveAllowlist } from './cve-allowlist.ts'
import { projectMetadata } from './project-metadata.ts'
import { createProjectWriter } from './project-response.ts'
import type { ProjectsParts } from './projects.ts'

/** Reads, changes and deletes one project. */
export function oneProjectRoutes({ store }: ProjectsParts): readonly Route[] {
  const { projects } = store
  const write = createProjectWriter(store)
  return [
    answer(CALLS.getProject, async ({ project, caller }) => ({
      status: 200,
      body: await write.one(project, caller),
    })),
    answer(CALLS.updateProject, async ({ project, body, guard }) => {
      const { metadata, ...visibility } = projectMetadata(body.metadata, body.public)
      const merged = { ...project.metadata, ...metadata }
      await projects.update(project.id, { metadata: merged, ...visibility, ...cveAllowlist(body) }, guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteProject, async ({ project, guard }) => {
      await projects.remove(project.id, guard)
      return { status: 200 }
    }),
    answer(CALLS.getProjectDeletable, async () => ({ status: 200, body: { deletable: true } })),
    answer(CALLS.listRepositories, async ({ url, query }) => ({
      status: 200,
      headers: pagingHeaders(url, query, 0),
      body: [],
    })),
  ].flat()
}
