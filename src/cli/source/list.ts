import * as CALLS from '../../contract/calls.ts'
import type { SourceResponse } from '../../contract/sources/source.ts'
import type { Shown } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'

const SHOWN: Shown<SourceResponse> = {
  columns: [
    { title: 'SOURCE', of: ({ name }) => name, least: 20 },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'REGISTRY HOST', of: ({ registry_host: host }) => host?.value ?? '' },
    { title: 'LAST EVENT', of: ({ last_event_at: last }) => whole(last) || 'never', isWhole: true },
    {
      title: 'REFUSED SINCE',
      of: ({ refused_since: since }) => whole(since),
      isWhole: true,
      tone: () => 'bad',
    },
  ],
  key: ({ name }) => name,
  none: 'There are no sources.',
}

/** Prints the sources. */
export async function list(options: RemoteOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    await output.list(await client.ask(CALLS.listSources), SHOWN)
  })
}
