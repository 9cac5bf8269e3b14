import Type from 'typebox'
import { MemberParams, MembersQuery, ProjectParams } from '../../../contract/params.ts'
import { MemberRequest, MemberResponse, RoleRequest } from '../../../contract/projects/member.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Member, Members } from '../../../domain/people/member.ts'
import { type Role, ROLES, roleIdOf, roleOf } from '../../../domain/people/role.ts'
import type { Users } from '../../../domain/people/user.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'

const PATH = '/api/v2.0/projects/:project_name_or_id/members'
const MEMBER_PATH = `${PATH}/:mid`

export function memberRoutes(members: Members, users: Users): readonly Route[] {
  const list = route({
    method: 'GET',
    path: PATH,
    operation: 'ListProjectMembers',
    tag: 'member',
    summary: 'List the members of a project',
    needs: 'member:list',
    schema: { params: ProjectParams, querystring: MembersQuery },
    answers: { 200: Type.Array(MemberResponse) },
    async handle({ project, query, url }) {
      const filter = query.entityname === undefined ? {} : { name: query.entityname }
      const { items, total } = await members.list(project.id, filter, pageOf(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(memberResponse) }
    },
  })
  const create = route({
    method: 'POST',
    path: PATH,
    operation: 'CreateProjectMember',
    tag: 'member',
    summary: 'Make a user, or a group of the OpenID provider, a member',
    needs: 'member:create',
    schema: { params: ProjectParams, body: MemberRequest },
    answers: { 201: null },
    async handle({ project, body, url }) {
      const id = await members.create(project.id, role(body.role_id), await identityOf(body, users))
      return { status: 201, headers: { location: `${url.split('?', 1)[0]}/${id}` } }
    },
  })
  return [list, create, ...oneMemberRoutes(members)]
}

function oneMemberRoutes(members: Members): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: MEMBER_PATH,
      operation: 'GetProjectMember',
      tag: 'member',
      summary: 'Get a member',
      needs: 'member:read',
      schema: { params: MemberParams },
      answers: { 200: MemberResponse },
      async handle({ project, params }) {
        const member = await members.byId(project.id, params.mid)
        if (member === null) throw new BellbuoyError('NOT_FOUND', `project member ${params.mid} not found`)
        return { status: 200, body: memberResponse(member) }
      },
    }),
    route({
      method: 'PUT',
      path: MEMBER_PATH,
      operation: 'UpdateProjectMember',
      tag: 'member',
      summary: 'Give a member another role',
      needs: 'member:update',
      schema: { params: MemberParams, body: RoleRequest },
      answers: { 200: null },
      async handle({ project, params, body }) {
        await members.setRole(project.id, params.mid, role(body.role_id))
        return { status: 200 }
      },
    }),
    route({
      method: 'DELETE',
      path: MEMBER_PATH,
      operation: 'DeleteProjectMember',
      tag: 'member',
      summary: 'End a membership',
      needs: 'member:delete',
      schema: { params: MemberParams },
      answers: { 200: null },
      async handle({ project, params }) {
        await members.remove(project.id, params.mid)
        return { status: 200 }
      },
    }),
  ]
}

function role(id: number): Role {
  const known = roleOf(id)
  if (known !== null) return known
  const roles = ROLES.map((name) => `${roleIdOf(name)} ${name}`).join(', ')
  throw new BellbuoyError('BAD_REQUEST', `there is no role ${id}: role_id is one of ${roles}`)
}

async function identityOf(
  { member_user, member_group }: MemberRequest,
  users: Users,
): Promise<{ readonly userId: number } | { readonly groupName: string }> {
  if (member_group?.group_name) return { groupName: member_group.group_name }
  const { user_id = 0, username = '' } = member_user ?? {}
  if (user_id === 0 && username === '') {
    const how = 'member_user.user_id, member_user.username or member_group.group_name'
    throw new BellbuoyError('BAD_REQUEST', `say who is to be a member: ${how}`)
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
