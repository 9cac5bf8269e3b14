import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'

/** Deletes a project, after a question that says what goes with it. */
export async function remove(
  name: string,
  { yes = false, ...options }: RemoteOptions & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const params = { project_name_or_id: name }
    const { etag } = await client.call(CALLS.getProject, { params })
    const { total } = await client.call(inScope(CALLS.listPolicies, name), { query: { page_size: 1 } })
    const webhooks = total === 1 ? '1 webhook' : `${String(total)} webhooks`
    await confirm(`delete the project ${name} and its ${webhooks}`, { yes })
    await client.call(CALLS.deleteProject, { params, ifMatch: etag })
    output.one(
      { name },
      () => name,
      () => `Deleted the project ${name}.`,
    )
  })
}
