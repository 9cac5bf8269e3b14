import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { SourceResponse } from '../../contract/sources/source.ts'
import { setupOf } from '../../domain/registry/source.ts'

/** What to paste into the configuration of a source, with its address and token. */
export async function setupText(
  client: Client,
  { name, kind, token }: Pick<SourceResponse, 'name' | 'kind'> & { readonly token: string },
  serverUrl: string,
): Promise<string> {
  const [kinds, info] = await Promise.all([
    client.ask(CALLS.listSourceKinds),
    client.ask(CALLS.getSystemInfo),
  ])
  const setup = kinds.find((known) => known.kind === kind)?.setup ?? ''
  return setupOf(
    { setup },
    `${info.external_url ?? serverUrl}/service/notifications/${name}`,
    token,
  ).trimEnd()
}
