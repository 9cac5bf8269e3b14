import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Caller, isSystemAdmin } from '../../../domain/people/caller.ts'
import { PERMISSIONS_OF_KIND, type Permission } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'
import { pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'

export interface HarborClientParts {
  readonly store: Pick<Store, 'members'>
  /** The file system that holds the database. */
  readonly volume: () => Promise<{ readonly totalBytes: number; readonly freeBytes: number }>
}

/** What Harbor's clients ask beside their own work: what can be granted, what there is not, how much room there is. */
export function harborClientRoutes({ store: { members }, volume }: HarborClientParts): readonly Route[] {
  return [
    answer(CALLS.getPermissionCatalogue, async ({ caller }) => {
      const isAdmin = caller.kind === 'user' && isSystemAdmin(caller)
      if (!isAdmin && !(await isProjectAdmin(caller)))
        throw new BellbuoyError('FORBIDDEN', 'only admins(system and project) can access permissions')
      const { project, system } = PERMISSIONS_OF_KIND
      const body = {
        project: project.map(permissionResponse),
        ...(isAdmin && { system: system.map(permissionResponse) }),
      }
      return { status: 200, body }
    }),
    answer(CALLS.listRegistries, async ({ url, query }) => ({
      status: 200,
      headers: pagingHeaders(url, query, 0),
      body: [],
    })),
    answer(CALLS.listImmutableTagRules, async ({ url, query }) => ({
      status: 200,
      headers: pagingHeaders(url, query, 0),
      body: [],
    })),
    answer(CALLS.getVolumes, async () => {
      const { totalBytes, freeBytes } = await volume()
      return { status: 200, body: { storage: [{ total: totalBytes, free: freeBytes }] } }
    }),
  ].flat()

  async function isProjectAdmin(caller: Caller): Promise<boolean> {
    return caller.kind === 'user' && members.isAnywhere(caller.user, 'projectAdmin')
  }
}

function permissionResponse(permission: Permission) {
  const [resource = '', action = ''] = permission.split(':')
  return { action, resource }
}
