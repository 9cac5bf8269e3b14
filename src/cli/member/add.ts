import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { type RoleName, roleIdNamed } from './role-names.ts'

/** Makes a user or a group a member of a project. */
export async function add(
  project: string,
  name: string,
  {
    role,
    group: isGroup = false,
    ...options
  }: RemoteOptions & { readonly role: RoleName; readonly group?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const who = isGroup ? { member_group: { group_name: name } } : { member_user: { username: name } }
    const { createdId } = await client.call(CALLS.createMember, {
      params: { project_name_or_id: project },
      body: { role_id: roleIdNamed(role), ...who },
    })
    output.one(
      { id: Number(createdId), project, name, role },
      () => name,
      () => `${name} is ${role} of ${project}.`,
    )
  })
}
