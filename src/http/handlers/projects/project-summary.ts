import * as CALLS from '../../../contract/calls.ts'
import type { Members } from '../../../domain/people/member.ts'
import type { StorageQuota } from '../../../domain/storage-quota.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { isAllowed } from '../is-allowed.ts'

export interface ProjectSummaryParts {
  readonly store: Pick<Store, 'projects' | 'members' | 'quotas'>
  readonly config: Pick<ServerConfig, 'quotaWarningPercent'>
}

/** A project in numbers; its storage is for its members only, and how many they are for those who may list them. */
export function projectSummaryRoutes({ store, config }: ProjectSummaryParts): readonly Route[] {
  const { projects, members, quotas } = store
  return answer(CALLS.getProjectSummary, async (call) => {
    const { id } = call.project
    const quota = (await isAllowed(call, 'quota:read')) ? await quotas.byProject(id) : null
    const repositories = (await projects.repositoryCounts([id])).get(id) ?? 0
    const body = {
      ...((await isAllowed(call, 'member:list')) && (await memberCounts(members, id))),
      ...(quota !== null && { quota: quotaBody(quota, config.quotaWarningPercent) }),
      repo_count: repositories,
    }
    return { status: 200, body }
  })
}

async function memberCounts(members: Members, projectId: number) {
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
