import * as CALLS from '../../contract/calls.ts'
import { confirm } from '../remote/confirm.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { findMember } from './find-member.ts'
import { roleNameOf } from './role-names.ts'

/** Ends a membership, after a question. */
export async function remove(
  project: string,
  name: string,
  { yes = false, ...options }: RemoteOptions & { readonly yes?: boolean },
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { id, role_id: role } = await findMember(client, project, name)
    const params = { project_name_or_id: project, mid: id }
    const { etag } = await client.call(CALLS.getMember, { params })
    await confirm(`remove ${name} from ${project} (role ${roleNameOf(role)})`, { yes })
    await client.call(CALLS.deleteMember, { params, ifMatch: etag })
    output.one(
      { id, project, name },
      () => name,
      () => `Removed ${name} from ${project}.`,
    )
  })
}
