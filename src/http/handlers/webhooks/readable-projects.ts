import { type Caller, grantsAround, isSystemAdmin, rightsOf } from '../../../domain/people/caller.ts'
import { may } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'
import { projectsWith } from '../projects-with.ts'

const PERMISSION = 'notification-policy:read'

/** The projects whose policies a caller may read, 0 for the global ones; null for a caller who may read all. */
export async function readableProjects(
  caller: Caller,
  store: Pick<Store, 'members' | 'projects'>,
): Promise<readonly number[] | null> {
  if (caller.kind === 'user' && isSystemAdmin(caller) && grantsAround(caller) === null) return null
  const global = may(rightsOf(caller), PERMISSION, null) ? [0] : []
  return [...global, ...(await projectsWith(caller, PERMISSION, store))]
}
