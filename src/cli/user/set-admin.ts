import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findUser } from './find-user.ts'

/** Makes a user a system admin, or no longer. */
export async function setAdmin(
  name: string,
  { revoke = false, ...options }: RemoteOptions & { readonly revoke?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { user_id: id } = await findUser(client, name)
    await client.call(CALLS.setSystemAdmin, { params: { user_id: id }, body: { sysadmin_flag: !revoke } })
    output.one(
      { user_id: id, username: name, sysadmin_flag: !revoke },
      () => name,
      () => (revoke ? `${name} is no longer a system admin.` : `${name} is now a system admin.`),
    )
  })
}
