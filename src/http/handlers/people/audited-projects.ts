import { type Caller, rightsOf } from '../../../domain/people/caller.ts'
import { may } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'
import { projectsWith } from '../projects-with.ts'

/** The projects whose log a caller may read; null for a caller who may read everything. */
export async function auditedProjects(
  caller: Caller,
  store: Pick<Store, 'members' | 'projects'>,
): Promise<readonly number[] | null> {
  return may(rightsOf(caller), 'audit-log:list', null) ? null : projectsWith(caller, 'log:list', store)
}
