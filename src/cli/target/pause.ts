import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { plainText } from '../plain-text.ts'
import { counted } from '../remote/counted.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findTarget } from './find-target.ts'

/** Pauses a target, or resumes it. */
export async function setPaused(
  given: string,
  isPaused: boolean,
  { project, ...options }: RemoteOptions & ProjectOption,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { id, address, policy } = await findTarget(client, project ?? null, given)
    const call = isPaused ? CALLS.pauseTarget : CALLS.resumeTarget
    const { paused, waiting } = await client.ask(inScope(call, project ?? null), {
      params: { target_id: id },
    })
    const deliveries = counted(waiting, 'delivery waits', 'deliveries wait')
    output.one(
      { id, address, paused, waiting },
      () => String(id),
      () =>
        plainText(
          `The target ${address} (number ${String(id)}) of the policy ${policy} is ` +
            (paused ? `paused; ${deliveries}.` : `resumed; ${deliveries} and will go out.`),
        ),
    )
  })
}
