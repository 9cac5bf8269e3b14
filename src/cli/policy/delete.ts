import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import { counted } from '../remote/counted.ts'
import { findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'

/** Deletes a policy, after a question that says what stops with it. */
export async function remove(
  given: string,
  { project, yes = false, ...options }: RemoteOptions & ProjectOption & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { policy, etag } = await findPolicy(client, project ?? null, given)
    const name = policyName(policy)
    const query = { policy_id: policy.id }
    const { items } = await client.ask(inScope(CALLS.listPolicyHealth, project ?? null), { query })
    const waiting = counted(items[0]?.waiting ?? 0, 'waiting delivery', 'waiting deliveries')
    const of = project === undefined ? 'of all projects' : `of the project ${project}`
    await confirm(`delete the policy ${name} ${of} and stop its ${waiting}`, { yes })
    const params = { webhook_policy_id: policy.id }
    await client.call(inScope(CALLS.deletePolicy, project ?? null), { params, ifMatch: etag })
    output.one(
      { id: policy.id, name },
      () => String(policy.id),
      () => `Deleted the policy ${name}.`,
    )
  })
}
