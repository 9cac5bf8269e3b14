import * as CALLS from '../../../contract/calls.ts'
import type { MemberRequest, MemberResponse } from '../../../contract/projects/member.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import { plainDn } from '../../../domain/people/ldap.ts'
import type { Member } from '../../../domain/people/member.ts'
import { type Role, ROLES, roleIdOf, roleOf } from '../../../domain/people/role.ts'
import type { Users } from '../../../domain/people/user.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Call, type Route, answer } from '../../route.ts'

export interface MemberParts {
  readonly store: Pick<Store, 'members' | 'users'>
}

type MemberCall = Pick<Call<typeof CALLS.getMember>, 'project' | 'params' | 'concerns'>

export function memberRoutes({ store: { members, users } }: MemberParts): readonly Route[] {
  const find = async ({ project, params, concerns }: MemberCall): Promise<Member> => {
    const member = await members.byId(project.id, params.mid)
    if (member === null) throw new BellbuoyError('NOT_FOUND', `project member ${params.mid} not found`)
    concerns(member.who.name)
    return member
  }
  return [
    answer(CALLS.listMembers, async ({ project, query, url }) => {
      const filter = query.entityname === undefined ? {} : { name: query.entityname }
      const { items, total } = await members.list(project.id, filter, pageOf(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(memberResponse) }
    }),
    answer(CALLS.createMember, async ({ project, body, url, concerns }) => {
      const { name, ...who } = await identityOf(body, users)
      concerns(name)
      const id = await members.create(project.id, role(body.role_id), who)
      return { status: 201, headers: { location: `${url.split('?', 1)[0]}/${id}` } }
    }),
    answer(CALLS.getMember, async (call) => ({ status: 200, body: memberResponse(await find(call)) })),
    answer(CALLS.updateMember, async (call) => {
      const { id } = await find(call)
      await members.setRole(call.project.id, id, role(call.body.role_id), call.guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteMember, async (call) => {
      await members.remove(call.project.id, (await find(call)).id, call.guard)
      return { status: 200 }
    }),
  ].flat()
}

/** @throws BellbuoyError `BAD_REQUEST`, also for an absent one, which Harbor counts as 0 */
function role(id = 0): Role {
  const known = roleOf(id)
  if (known !== null) return known
  const roles = ROLES.map((name) => `${roleIdOf(name)} ${name}`).join(', ')
  throw badRequest(`there is no role ${id}: role_id is one of ${roles}`)
}

const LDAP_GROUP = 1

/**
 * The name of a group, which for one of the LDAP directory is its DN as people's groups are written. Another spelling would be a member that nobody is,
 * and another name than the one that was sent would be replaced by Terraform with every apply.
 *
 * @throws BellbuoyError `BAD_REQUEST` with the name to send
 */
function groupNameOf({
  group_name: name = '',
  group_type: type,
  ldap_group_dn: dn = '',
}: NonNullable<MemberRequest['member_group']> = {}): string {
  if (dn === '' && (type !== LDAP_GROUP || name === '')) return name
  const plain = plainDn(dn || name)
  if (!plain.includes('='))
    throw badRequest(`${plain} is no DN: name a group of the LDAP directory by its DN`)
  if (name !== '' && name !== plain)
    throw badRequest(`name a group of the LDAP directory by its DN: member_group.group_name is ${plain}`)
  return plain
}

/** @throws BellbuoyError `BAD_REQUEST`, as in Harbor also for an unknown id, while an unknown name is `NOT_FOUND` */
async function identityOf(
  { member_user, member_group }: MemberRequest,
  users: Users,
): Promise<{ readonly name: string } & ({ readonly userId: number } | { readonly groupName: string })> {
  const group = groupNameOf(member_group)
  if (group) {
    assertVisibleName('group name', group)
    return { name: group, groupName: group }
  }
  const { user_id = 0, username = '' } = member_user ?? {}
  if (user_id === 0 && username === '') {
    const how = 'member_user.user_id, member_user.username or member_group.group_name'
    throw badRequest(`name the new member: ${how}`)
  }
  const user = user_id === 0 ? await users.byName(username) : await users.byId(user_id)
  if (user === null && user_id !== 0) throw badRequest(`User ${user_id} not found`)
  if (user === null) throw new BellbuoyError('NOT_FOUND', `user ${username} not found`)
  return { name: user.name, userId: user.id }
}

function memberResponse({ id, projectId, role: held, who }: Member): MemberResponse {
  return {
    ...(who.kind === 'user' && { entity_id: who.userId }),
    entity_name: who.name,
    entity_type: who.kind === 'user' ? 'u' : 'g',
    id,
    project_id: projectId,
    role_id: roleIdOf(held),
    role_name: held,
  }
}
