import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { MemberResponse } from '../../contract/projects/member.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** @throws CommandFault when neither a user nor a group of this name is a member, or both are */
export async function findMember(client: Client, project: string, name: string): Promise<MemberResponse> {
  const params = { project_name_or_id: project }
  const all = client.each(CALLS.listMembers, { params, query: { entityname: name } })
  const found = (await Array.fromAsync(all)).filter(({ entity_name: other }) => other === name)
  const [member] = found
  if (member === undefined)
    throw new CommandFault(EXIT.missing, `${JSON.stringify(name)} is not a member of ${project}`)
  if (found.length > 1)
    throw new CommandFault(
      EXIT.conflict,
      `both a user and a group are named ${JSON.stringify(name)} in ${project}: use the console`,
    )
  return member
}
