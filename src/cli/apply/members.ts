import * as CALLS from '../../contract/calls.ts'
import type { MemberResponse } from '../../contract/projects/member.ts'
import { type Role, ROLES, roleIdOf } from '../../domain/people/role.ts'
import type { Body, Found, Noun, Scope } from './thing.ts'
import { goneAsNull } from './webhooks.ts'

const USER = 'user '
const GROUP = 'group '

/** The members of a project; their names say which are groups. */
export const members: Noun = {
  noun: 'member',
  comparable: ({ role_name }) => ({ role_name }),
  async list({ client, scope }) {
    const found = client.each(CALLS.listMembers, { params: paramsOf(scope) })
    return (await Array.fromAsync(found)).map(foundMember)
  },
  async read({ client, scope }, id) {
    return goneAsNull(async () => {
      const params = { ...paramsOf(scope), mid: Number(id) }
      const { body, etag } = await client.call(CALLS.getMember, { params })
      return { ...foundMember(body), etag }
    })
  },
  async create({ client, scope }, { name, body }) {
    const who = name.startsWith(USER)
      ? { member_user: { username: name.slice(USER.length) } }
      : { member_group: { group_name: name.slice(GROUP.length) } }
    const request = { params: paramsOf(scope), body: { ...who, role_id: roleIdIn(body) } }
    return (await client.call(CALLS.createMember, request)).createdId
  },
  async update({ client, scope }, { id, etag }, { body }) {
    const params = { ...paramsOf(scope), mid: Number(id) }
    const request = { params, body: { role_id: roleIdIn(body) }, ifMatch: etag }
    return (await client.call(CALLS.updateMember, request)).etag
  },
  async remove({ client, scope }, { id, etag }) {
    await client.call(CALLS.deleteMember, { params: { ...paramsOf(scope), mid: Number(id) }, ifMatch: etag })
  },
  sent: () => [],
}

export function paramsOf(scope: Scope) {
  return { project_name_or_id: scope ?? '' }
}

/** The name of a member among those of its project. */
export function memberName({ username, group_name }: { username?: string; group_name?: string }): string {
  return username === undefined ? `${GROUP}${group_name ?? ''}` : `${USER}${username}`
}

/** What a file says of a member with that name. */
export function writtenMember(name: string) {
  return name.startsWith(USER)
    ? { username: name.slice(USER.length) }
    : { group_name: name.slice(GROUP.length) }
}

function foundMember({ id, entity_name, entity_type, role_name }: MemberResponse): Found {
  const name = `${entity_type === 'u' ? USER : GROUP}${entity_name}`
  return { id: String(id), name, body: { role_name } }
}

function roleIdIn({ role_name }: Body): number {
  const role = ROLES.find((known) => known === role_name)
  return roleIdOf(role as Role)
}
