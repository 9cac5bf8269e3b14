import * as CALLS from '../../contract/calls.ts'
import type { UserResponse } from '../../contract/people/user.ts'
import type { Shown } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'

/** A user may be a system admin by a flag, or by a group of the provider. */
export function isAdmin({ sysadmin_flag: byFlag, admin_role_in_auth: byGroup }: UserResponse): boolean {
  return byFlag || byGroup
}

const SHOWN: Shown<UserResponse> = {
  columns: [
    { title: 'USER', of: ({ username }) => username, least: 24 },
    { title: 'E-MAIL', of: ({ email = '' }) => email },
    { title: 'ADMIN', of: (user) => (isAdmin(user) ? 'yes' : '') },
    { title: 'CREATED', of: ({ creation_time: created }) => whole(created), isWhole: true },
  ],
  key: ({ username }) => username,
  none: 'No users found.',
}

/** Prints the users. */
export async function list({
  name = '',
  ...options
}: RemoteOptions & { readonly name?: string }): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    await output.list(client.each(CALLS.listUsers, { query: { sort: 'username', username: name } }), SHOWN)
  })
}
