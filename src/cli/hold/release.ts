import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { type HeldOptions, heldScope, holdText, scopeName, waitingText } from './held.ts'

/** Ends a hold; that of everything after a question that says what goes out. */
export async function release(options: RemoteOptions & HeldOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const scope = heldScope(options)
    if (scope === null) {
      const { waiting } = await client.ask(inScope(CALLS.getHold, scope))
      await confirm(`release the hold of everything; ${waitingText(waiting).toLowerCase()} waiting`, options)
    }
    const held = await client.ask(inScope(CALLS.releaseDeliveries, scope))
    output.one(
      held,
      () => scopeName(scope),
      () => holdText(held, scope),
    )
  })
}
