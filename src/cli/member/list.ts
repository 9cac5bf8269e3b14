import * as CALLS from '../../contract/calls.ts'
import type { MemberResponse } from '../../contract/projects/member.ts'
import type { Shown } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { roleNameOf } from './role-names.ts'

const SHOWN: Shown<MemberResponse> = {
  columns: [
    { title: 'MEMBER', of: ({ entity_name: name }) => name, least: 30 },
    { title: 'KIND', of: ({ entity_type: type }) => (type === 'u' ? 'user' : 'group') },
    { title: 'ROLE', of: ({ role_id: id }) => roleNameOf(id) },
  ],
  key: ({ entity_name: name }) => name,
  none: 'The project has no members.',
}

/** Prints the members of a project. */
export async function list(project: string, options: RemoteOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    await output.list(client.each(CALLS.listMembers, { params: { project_name_or_id: project } }), SHOWN)
  })
}
