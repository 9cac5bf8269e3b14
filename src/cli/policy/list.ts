import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { SHOWN_POLICY } from './shown-policy.ts'

/** Prints the policies of a project, or the global ones. */
export async function list({ project, ...options }: RemoteOptions & ProjectOption): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { sort: 'name' }
    await output.list(client.each(inScope(CALLS.listPolicies, project ?? null), { query }), {
      ...SHOWN_POLICY,
      none:
        project === undefined
          ? 'There are no global policies. --project NAME lists the policies of a project.'
          : `The project ${project} has no policies.`,
    })
  })
}
