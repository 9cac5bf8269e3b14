import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findSource } from './find-source.ts'

/** Deletes a source, after a question. */
export async function remove(
  name: string,
  { yes = false, ...options }: RemoteOptions & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { id } = await findSource(client, name)
    const params = { source_id: id }
    const { etag } = await client.call(CALLS.getSource, { params })
    await confirm(`delete the source ${name}, and refuse its notifications from then on`, { yes })
    await client.call(CALLS.deleteSource, { params, ifMatch: etag })
    output.one(
      { id, name },
      () => name,
      () => `Deleted the source ${name}. Its events stay.`,
    )
  })
}
