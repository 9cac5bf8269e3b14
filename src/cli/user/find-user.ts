import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { UserResponse } from '../../contract/people/user.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** @throws CommandFault when no user has this name */
export async function findUser(client: Client, name: string): Promise<UserResponse> {
  for await (const user of client.each(CALLS.listUsers, { query: { username: name } }))
    if (user.username === name) return user
  throw new CommandFault(EXIT.missing, `there is no user ${JSON.stringify(name)}`)
}
