import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { facts } from '../remote/output.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { isPublic } from './shown-project.ts'

/** Prints a project with how many webhooks it has. */
export async function show(name: string, options: RemoteOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const project = await client.ask(CALLS.getProject, { params: { project_name_or_id: name } })
    const { total } = await client.call(inScope(CALLS.listPolicies, name), { query: { page_size: 1 } })
    output.details(
      { ...project, policy_count: total },
      () => project.name,
      () =>
        facts([
          ['project', project.name],
          ['number', String(project.project_id)],
          ['access', isPublic(project) ? 'public' : 'private'],
          ['webhooks', String(total)],
          ['created', whole(project.creation_time)],
        ]),
    )
  })
}
