import { isOutdated } from '../../client/api-failure.ts'
import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { type FoundPolicy, policyName } from '../remote/find-policy.ts'
import type { Draft } from './policy-yaml.ts'

/**
 * Replaces a policy, unless somebody has changed it since.
 *
 * @throws CommandFault that says so
 */
export async function changePolicy(
  client: Client,
  project: string | undefined,
  { policy, etag }: FoundPolicy,
  draft: Draft,
): Promise<void> {
  const params = { webhook_policy_id: policy.id }
  try {
    await client.call(inScope(CALLS.updatePolicy, project ?? null), { params, body: draft, ifMatch: etag })
  } catch (error) {
    if (!isOutdated(error)) throw error
    throw new CommandFault(
      EXIT.conflict,
      `nothing was changed: someone else has just changed the policy ${policyName(policy)}; get it again, and repeat your change`,
    )
  }
}
