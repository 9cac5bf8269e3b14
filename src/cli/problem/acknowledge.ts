import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { withoutAbsent } from '../remote/filter-options.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { problemKey } from './shown-problem.ts'

export interface AcknowledgeOptions {
  readonly note?: string
  readonly takeBack?: boolean
}

/** Says that the caller looks after a problem, or takes that back. */
export async function acknowledge(
  id: number,
  { project, note, takeBack = false, ...options }: RemoteOptions & ProjectOption & AcknowledgeOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const params = { problem_id: id }
    const body = { acknowledged: !takeBack, ...withoutAbsent({ note }) }
    const problem = await client.ask(inScope(CALLS.acknowledgeProblem, project ?? null), { params, body })
    output.one(problem, problemKey, () =>
      takeBack
        ? `Withdrew the acknowledgement of problem ${String(id)}.`
        : `Acknowledged problem ${String(id)}.`,
    )
  })
}
