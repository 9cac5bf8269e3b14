import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Policies, Policy } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'

/** @throws BellbuoyError `BAD_REQUEST` when the path names the project by its name */
export function assertByNumber({
  params,
}: {
  readonly params: { readonly project_name_or_id: string }
}): void {
  const given = params.project_name_or_id
  if (/^\d+$/.test(given)) return
  throw badRequest(`invalid project ID: ${given}; this version of the API takes numbers only`)
}

/** @throws BellbuoyError `NOT_FOUND`, or `BAD_REQUEST` for a policy of another project, as in 1.10 */
export async function legacyPolicy(
  policies: Policies,
  { id: projectId }: Project,
  id: number,
): Promise<Policy> {
  const policy = await policies.byId(projectId, id)
  if (policy !== null) return policy
  if (await policies.exists(id)) {
    throw badRequest(`notification policy ${id} does not belong to project ${projectId}`)
  }
  throw new BellbuoyError('NOT_FOUND', `notification policy ${id} not found`)
}
