import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { type HeldOptions, heldScope, holdText, scopeName } from './held.ts'

/** Holds the deliveries of a project; those of everything after a question. */
export async function hold(options: RemoteOptions & HeldOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const scope = heldScope(options)
    if (scope === null) await confirm('hold the deliveries of all projects', options)
    const held = await client.ask(inScope(CALLS.holdDeliveries, scope))
    output.one(
      held,
      () => scopeName(scope),
      () => holdText(held, scope),
    )
  })
}
