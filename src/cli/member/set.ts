import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findMember } from './find-member.ts'
import { type RoleName, roleIdNamed } from './role-names.ts'

/** Gives a member another role. */
export async function set(
  project: string,
  name: string,
  { role, ...options }: RemoteOptions & { readonly role: RoleName },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { id } = await findMember(client, project, name)
    const params = { project_name_or_id: project, mid: id }
    await client.call(CALLS.updateMember, { params, body: { role_id: roleIdNamed(role) } })
    output.one(
      { id, project, name, role },
      () => name,
      () => `${name} is now ${role} of ${project}.`,
    )
  })
}
