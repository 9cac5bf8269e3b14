import { inScope } from '../../client/client.ts'
import type { QueryOf } from '../../contract/api-call.ts'
import * as CALLS from '../../contract/calls.ts'
import { withoutAbsent } from '../remote/filter-options.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { SHOWN_PROBLEM } from './shown-problem.ts'

type Query = QueryOf<typeof CALLS.listProblems.inSystem>

export interface ProblemListOptions {
  readonly state: NonNullable<Query['state']>
  /** The server says which there are. */
  readonly kind?: NonNullable<Query['kind']>
}

/** Prints what needs a person. */
export async function list({
  project,
  state,
  kind,
  ...options
}: RemoteOptions & ProjectOption & ProblemListOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { state, ...withoutAbsent({ kind }) }
    await output.list(client.each(inScope(CALLS.listProblems, project ?? null), { query }), SHOWN_PROBLEM)
  })
}
