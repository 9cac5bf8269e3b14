import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { MemberParams, MembersQuery, ProjectParams } from '../params.ts'
import { MemberRequest, MemberResponse, RoleRequest } from '../projects/member.ts'

const MEMBERS = `${PROJECT_PATH}/members`
const MEMBER = `${MEMBERS}/:mid`

export const listMembers = apiCall({
  method: 'GET',
  path: MEMBERS,
  operation: 'ListProjectMembers',
  summary: 'List the members of a project',
  tag: 'member',
  needs: 'member:list',
  schema: { params: ProjectParams, querystring: MembersQuery },
  answers: { 200: Type.Array(MemberResponse) },
})

export const createMember = apiCall({
  method: 'POST',
  path: MEMBERS,
  operation: 'CreateProjectMember',
  summary: 'Make a user, or a group of the OpenID provider, a member',
  tag: 'member',
  needs: 'member:create',
  schema: { params: ProjectParams, body: MemberRequest },
  answers: { 201: null },
})

export const getMember = apiCall({
  method: 'GET',
  path: MEMBER,
  operation: 'GetProjectMember',
  summary: 'Get a member',
  tag: 'member',
  needs: 'member:read',
  revised: { kind: 'member', param: 'mid' },
  schema: { params: MemberParams },
  answers: { 200: MemberResponse },
})

export const updateMember = apiCall({
  method: 'PUT',
  path: MEMBER,
  operation: 'UpdateProjectMember',
  summary: 'Give a member another role',
  tag: 'member',
  needs: 'member:update',
  revised: { kind: 'member', param: 'mid' },
  schema: { params: MemberParams, body: RoleRequest },
  answers: { 200: null },
})

export const deleteMember = apiCall({
  method: 'DELETE',
  path: MEMBER,
  operation: 'DeleteProjectMember',
  summary: 'End a membership',
  tag: 'member',
  needs: 'member:delete',
  revised: { kind: 'member', param: 'mid' },
  schema: { params: MemberParams },
  answers: { 200: null },
})
