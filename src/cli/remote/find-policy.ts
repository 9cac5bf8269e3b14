import { ApiFailure } from '../../client/api-failure.ts'
import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { PolicyResponse } from '../../contract/webhooks/policy.ts'
import { CommandFault, EXIT } from './exit-codes.ts'

/** A policy as the server has it, and the tag of that version. */
export interface FoundPolicy {
  readonly policy: PolicyResponse
  readonly etag: string
}

const NAMES_SHOWN = 10

/**
 * The policy that a person means by its number, or by its whole name.
 *
 * @param project null: it is a global one
 * @throws CommandFault when there is none
 */
export async function findPolicy(
  client: Client,
  project: string | null,
  given: string,
): Promise<FoundPolicy> {
  const byNumber = /^[1-9]\d{0,14}$/.test(given) ? await policyOf(client, project, Number(given)) : null
  if (byNumber !== null) return byNumber
  const names: string[] = []
  for await (const { id, name = '' } of client.each(inScope(CALLS.listPolicies, project))) {
    if (name === given) return (await policyOf(client, project, id)) ?? missing(given, project, names)
    names.push(name)
  }
  return missing(given, project, names)
}

/** What a command calls a policy: its name, or its number where it has none. */
export function policyName({ id, name = '' }: Pick<PolicyResponse, 'id' | 'name'>): string {
  return name === '' ? String(id) : name
}

async function policyOf(client: Client, project: string | null, id: number): Promise<FoundPolicy | null> {
  try {
    const params = { webhook_policy_id: id }
    const { body, etag } = await client.call(inScope(CALLS.getPolicy, project), { params })
    return { policy: body, etag }
  } catch (error) {
    // A project that is missing is another fault.
    const isMissing = error instanceof ApiFailure && error.status === 404 && /policy/i.test(error.message)
    if (isMissing) return null
    throw error
  }
}

function missing(given: string, project: string | null, names: readonly string[]): never {
  const where = project === null ? 'global policy' : 'policy'
  const place = project === null ? '' : ` in the project ${project}`
  const shown = names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? ', …' : '')
  const there = names.length === 0 ? 'there are none' : `the policies are ${shown}`
  const hint = project === null ? '; add --project NAME for a policy of a project' : ''
  throw new CommandFault(
    EXIT.missing,
    `there is no ${where} ${JSON.stringify(given)}${place}: ${there}${hint}`,
  )
}
