import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'

/** Creates a project, and prints its name. */
export async function create(
  name: string,
  { public: isPublic = false, ...options }: RemoteOptions & { readonly public?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const body = { project_name: name, metadata: { public: String(isPublic) } }
    const { createdId } = await client.call(CALLS.createProject, { body })
    output.one(
      { name, project_id: Number(createdId) },
      () => name,
      () => `Created the project ${name}.`,
    )
  })
}
