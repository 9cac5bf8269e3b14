import { facts } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { findUser } from './find-user.ts'
import { isAdmin } from './list.ts'

/** Prints a user. */
export async function show(name: string, options: RemoteOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const user = await findUser(client, name)
    output.details(
      user,
      ({ username }) => username,
      () =>
        facts([
          ['user', user.username],
          ['number', String(user.user_id)],
          ['e-mail', user.email ?? ''],
          ['name', user.realname ?? ''],
          ['admin', isAdmin(user) ? 'yes' : 'no'],
          ['created', whole(user.creation_time)],
        ]),
    )
  })
}
