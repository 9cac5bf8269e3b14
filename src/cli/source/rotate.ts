import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findSource } from './find-source.ts'
import { setupText } from './setup-text.ts'

/** Gives a source a new token, after a question; `--quiet` prints the token alone. */
export async function rotate(
  name: string,
  { yes = false, ...options }: RemoteOptions & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, server, output }) => {
    const { id, kind } = await findSource(client, name)
    await confirm(
      `replace the token of the source ${name}, and refuse its notifications until it has the new token`,
      {
        yes,
      },
    )
    const { token } = await client.ask(CALLS.renewSourceToken, { params: { source_id: id } })
    const setup = await setupText(client, { name, kind, token }, server.url)
    output.one(
      { id, name, token, setup },
      () => token,
      () =>
        `The source ${name} has a new token, which is shown only once. Paste it into the configuration of the source:\n\n${setup}`,
    )
  })
}
