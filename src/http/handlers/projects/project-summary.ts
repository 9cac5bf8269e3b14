import { ProjectParams } from '../../../contract/params.ts'
import { ProjectSummaryResponse } from '../../../contract/projects/project.ts'
import type { Members } from '../../../domain/people/member.ts'
import type { Projects } from '../../../domain/project.ts'
import type { Quotas, StorageQuota } from '../../../domain/storage-quota.ts'
import { type Route, route } from '../../route.ts'
import { isAllowed } from '../is-allowed.ts'

export interface ProjectSummaryParts {
  readonly projects: Pick<Projects, 'repositoryCounts'>
  readonly members: Pick<Members, 'countByRole'>
  readonly quotas: Pick<Quotas, 'byProject'>
  readonly quotaWarningPercent: number
}

/** A project in numbers; what it stores is for its members. */
export function projectSummaryRoute(parts: ProjectSummaryParts): Route {
  const { projects, members, quotas, quotaWarningPercent } = parts
  return route({
    method: 'GET',
    path: '/api/v2.0/projects/:project_name_or_id/summary',
    operation: 'GetProjectSummary',
    summary: 'Count the repositories and members of a project, and what it stores',
    tag: 'project',
    needs: 'project:read',
    schema: { params: ProjectParams },
    answers: { 200: ProjectSummaryResponse },
    async handle(call) {
      const { id } = call.project
      const quota = (await isAllowed(call, 'quota:read')) ? await quotas.byProject(id) : null
      const repositories = (await projects.repositoryCounts([id])).get(id) ?? 0
      const body = {
        ...(await memberCounts(members, id)),
        ...(quota !== null && { quota: quotaBody(quota, quotaWarningPercent) }),
        repo_count: repositories,
      }
      return { status: 200, body }
    },
  })
}

async function memberCounts(members: ProjectSummaryParts['members'], projectId: number) {
  const roles = await members.countByRole(projectId)
  const counts = {
    developer_count: roles.get('developer'),
    guest_count: roles.get('guest'),
    limited_guest_count: roles.get('limitedGuest'),
    maintainer_count: roles.get('maintainer'),
    project_admin_count: roles.get('projectAdmin'),
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined))
}

function quotaBody({ limitBytes, usedBytes }: StorageQuota, warningPercent: number) {
  return {
    hard: { storage: limitBytes ?? -1 },
    used: { storage: usedBytes },
    warning_percent: warningPercent,
  }
}
