import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { type HeldOptions, holdText } from './held.ts'

/** Prints whether deliveries are held, since when and by whom. */
export async function status({ project, ...options }: RemoteOptions & HeldOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const held = await client.ask(inScope(CALLS.getHold, project ?? null))
    output.one(
      held,
      () => (held.held ? 'held' : 'released'),
      () => holdText(held, project ?? null),
    )
  })
}
