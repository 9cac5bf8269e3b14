import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { problemKey, problemText } from './shown-problem.ts'

/** Prints a problem with what most likely helps. */
export async function show(
  id: number,
  { project, ...options }: RemoteOptions & ProjectOption,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const params = { problem_id: id }
    const problem = await client.ask(inScope(CALLS.getProblem, project ?? null), { params })
    output.details(problem, problemKey, problemText)
  })
}
