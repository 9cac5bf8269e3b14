import * as CALLS from '../../contract/calls.ts'
import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { newPassword, typedPassword } from './passwords.ts'

export interface CreateOptions {
  readonly email: string
  readonly fullName?: string
  readonly passwordStdin?: boolean
  readonly admin?: boolean
}

/** Creates a user. A new password is printed once, with `--quiet` alone. */
export async function create(
  name: string,
  { email, fullName = '', passwordStdin = false, admin = false, ...options }: RemoteOptions & CreateOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const password = passwordStdin ? await givenPassword() : newPassword(name)
    const body = { username: name, password, email, realname: fullName }
    const { createdId } = await client.call(CALLS.createUser, { body })
    const id = Number(createdId)
    if (admin)
      await client.call(CALLS.setSystemAdmin, { params: { user_id: id }, body: { sysadmin_flag: true } })
    const done = `Created the user ${name}${admin ? ' as a system admin' : ''}.`
    output.one(
      { user_id: id, username: name, sysadmin_flag: admin, ...(!passwordStdin && { password }) },
      () => (passwordStdin ? name : password),
      () => (passwordStdin ? done : `${done} The password is shown only once:\n\n  ${password}\n`),
    )
  })
}

async function givenPassword(): Promise<string> {
  try {
    return await typedPassword()
  } catch (error) {
    throw new CommandFault(EXIT.usage, messageOf(error))
  }
}
