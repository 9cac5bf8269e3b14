import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { policyName } from '../remote/find-policy.ts'

export interface FoundTarget {
  readonly id: number
  readonly address: string
  /** What its policy is called. */
  readonly policy: string
}

/**
 * The target that a person means by its number or its whole address.
 *
 * @param project null: it belongs to a global policy
 * @throws CommandFault when there is none, or several have the address
 */
export async function findTarget(
  client: Client,
  project: string | null,
  given: string,
): Promise<FoundTarget> {
  const found: FoundTarget[] = []
  for await (const policy of client.each(inScope(CALLS.listPolicies, project)))
    for (const { id, address } of policy.targets)
      if (String(id) === given || address === given) found.push({ id, address, policy: policyName(policy) })
  const [first] = found
  if (first === undefined)
    throw new CommandFault(
      EXIT.missing,
      `no ${project === null ? 'global policy' : `policy of the project ${project}`} has a target ${given}` +
        (project === null ? '; add --project NAME for a target of a project' : ''),
    )
  if (found.length === 1) return first
  const each = found.map(({ id, policy }) => `${String(id)} of the policy ${policy}`).join(', ')
  throw new CommandFault(
    EXIT.refused,
    `several targets have the address ${given}: give the number of one (${each})`,
  )
}
