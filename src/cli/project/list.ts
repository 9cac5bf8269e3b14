import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { SHOWN_PROJECT } from './shown-project.ts'

/** Prints the projects that the caller may see. */
export async function list({
  name = '',
  ...options
}: RemoteOptions & { readonly name?: string }): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { sort: 'name', ...(name !== '' && { q: `name=~${encodeURIComponent(name)}` }) }
    await output.list(client.each(CALLS.listProjects, { query }), SHOWN_PROJECT)
  })
}
