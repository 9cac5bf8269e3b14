import * as CALLS from '../../../contract/calls.ts'
import type { MemberRequest, MemberResponse } from '../../../contract/projects/member.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import type { Member } from '../../../domain/people/member.ts'
import { type Role, ROLES, roleIdOf, roleOf } from '../../../domain/people/role.ts'
import type { Users } from '../../../domain/people/user.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'

export interface MemberParts {
  readonly store: Pick<Store, 'members' | 'users'>
}

export function memberRoutes({ store: { members, users } }: MemberParts): readonly Route[] {
  return [
    answer(CALLS.listMembers, async ({ project, query, url }) => {
      const filter = query.entityname === undefined ? {} : { name: query.entityname }
      const { items, total } = await members.list(project.id, filter, pageOf(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(memberResponse) }
    }),
    answer(CALLS.createMember, async ({ project, body, url }) => {
      const id = await members.create(project.id, role(body.role_id), await identityOf(body, users))
      return { status: 201, headers: { location: `${url.split('?', 1)[0]}/${id}` } }
    }),
    answer(CALLS.getMember, async ({ project, params }) => {
      const member = await members.byId(project.id, params.mid)
      if (member === null) throw new BellbuoyError('NOT_FOUND', `project member ${params.mid} not found`)
      return { status: 200, body: memberResponse(member) }
    }),
    answer(CALLS.updateMember, async ({ project, params, body, guard }) => {
      await members.setRole(project.id, params.mid, role(body.role_id), guard)
      return { status: 200 }
    }),
    answer(CALLS.deleteMember, async ({ project, params, guard }) => {
      await members.remove(project.id, params.mid, guard)
      return { status: 200 }
    }),
  ].flat()
}

function role(id: number): Role {
  const known = roleOf(id)
  if (known !== null) return known
  const roles = ROLES.map((name) => `${roleIdOf(name)} ${name}`).join(', ')
  throw badRequest(`there is no role ${id}: role_id is one of ${roles}`)
}

async function identityOf(
  { member_user, member_group }: MemberRequest,
  users: Users,
): Promise<{ readonly userId: number } | { readonly groupName: string }> {
  if (member_group?.group_name) return { groupName: member_group.group_name }
  const { user_id = 0, username = '' } = member_user ?? {}
  if (user_id === 0 && username === '') {
    const how = 'member_user.user_id, member_user.username or member_group.group_name'
    throw badRequest(`name the new member: ${how}`)
  }
  const user = user_id === 0 ? await users.byName(username) : await users.byId(user_id)
  if (user === null) throw new BellbuoyError('NOT_FOUND', `user ${username || user_id} not found`)
  return { userId: user.id }
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
