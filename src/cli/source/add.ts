import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { SourceKindResponse } from '../../contract/sources/source.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { givenSettings } from './given-settings.ts'
import { setupText } from './setup-text.ts'

export interface AddOptions {
  readonly kind: string
  readonly registryHost?: string
  readonly setting?: readonly string[]
}

/** Adds a source, and prints what to paste into its configuration; `--quiet` prints its token alone. */
export async function add(
  name: string,
  { kind, registryHost, setting = [], ...options }: RemoteOptions & AddOptions,
): Promise<void> {
  await runRemote(options, async ({ client, server, output }) => {
    const settings = {
      ...givenSettings(setting, await kindNamed(client, kind)),
      ...(registryHost !== undefined && { registry_host: registryHost }),
    }
    const created = await client.ask(CALLS.createSource, { body: { name, kind, settings } })
    const setup = await setupText(client, { ...created, kind }, server.url)
    const advice = created.registry_host?.advice ?? ''
    output.one(
      { ...created, kind, setup },
      ({ token }) => token,
      () =>
        [
          `Added the source ${name}. Paste this into its configuration; the token is shown only once:`,
          `\n${setup}`,
          ...(advice === '' ? [] : [`\n${advice}`]),
        ].join('\n'),
    )
  })
}

async function kindNamed(client: Client, kind: string): Promise<SourceKindResponse> {
  const kinds = await client.ask(CALLS.listSourceKinds)
  const found = kinds.find((known) => known.kind === kind)
  if (found !== undefined) return found
  const known = kinds.map((each) => each.kind).join(', ')
  throw new CommandFault(EXIT.usage, `unknown kind ${JSON.stringify(kind)}: use one of ${known}`)
}
