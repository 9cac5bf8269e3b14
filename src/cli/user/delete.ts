import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findUser } from './find-user.ts'

/** Deletes a user, after a question. */
export async function remove(
  name: string,
  { yes = false, ...options }: RemoteOptions & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { user_id: id } = await findUser(client, name)
    const params = { user_id: id }
    const { etag } = await client.call(CALLS.getUser, { params })
    await confirm(`delete the user ${name} and their memberships and sessions`, { yes })
    await client.call(CALLS.deleteUser, { params, ifMatch: etag })
    output.one(
      { user_id: id, username: name },
      () => name,
      () => `Deleted the user ${name}.`,
    )
  })
}
