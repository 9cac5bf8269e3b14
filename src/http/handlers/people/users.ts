import Type from 'typebox'
import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import { hashPassword } from '../../../accounts/password.ts'
import { ListParams } from '../../../contract/params.ts'
import { AdminRequest, UserFoundResponse, UserRequest, UserResponse } from '../../../contract/people/user.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Caller } from '../../../domain/people/caller.ts'
import { isAdminByGroup } from '../../../domain/people/oidc.ts'
import {
  type User,
  type UserWithPassword,
  type Users,
  ADMIN_NAME,
  USER_NAME_RULE,
  isUserName,
} from '../../../domain/people/user.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'

const PATH = '/api/v2.0/users'
const USER_PATH = `${PATH}/:user_id`

/**
 * Users, by the system admin. What users do themselves is in `current-user.ts`.
 *
 * @param adminGroup of the OpenID provider, or null
 */
export function userRoutes(users: Users, adminGroup: string | null): readonly Route[] {
  const response = (user: User): UserResponse => userResponse(user, isAdminByGroup(user, adminGroup))
  const list = route({
    method: 'GET',
    path: PATH,
    operation: 'ListUsers',
    summary: 'List the users',
    tag: 'user',
    needs: 'user:list',
    schema: { querystring: ListParams },
    answers: { 200: Type.Array(UserResponse) },
    async handle({ query, url }) {
      const { items, total } = await users.list(pageOf(query), listQuery(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(response) }
    },
  })
  const search = route({
    method: 'GET',
    path: `${PATH}/search`,
    operation: 'SearchUsers',
    tag: 'user',
    summary: 'Find users by a part of their name, to make them members',
    needs: 'log-in',
    schema: {
      querystring: Type.Object({ ...ListParams.properties, username: Type.String({ minLength: 1 }) }),
    },
    answers: { 200: Type.Array(UserFoundResponse) },
    async handle({ query, url }) {
      const named = {
        conditions: [{ field: 'username', is: 'like', value: query.username } as const],
        order: [],
      }
      const { items, total } = await users.list(pageOf(query), named)
      const body = items.map(({ id, name }) => ({ user_id: id, username: name }))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    },
  })
  const create = route({
    method: 'POST',
    path: PATH,
    operation: 'CreateUser',
    summary: 'Create a user',
    tag: 'user',
    needs: 'user:create',
    schema: { body: UserRequest },
    answers: { 201: null },
    async handle({ body: { username = '', password = '', email = '', realname = '', comment = '' } }) {
      if (!isUserName(username)) throw new BellbuoyError('BAD_REQUEST', badName(username))
      assertStrongPassword(password, username)
      const passwordHash = await hashPassword(password)
      const texts = { email, realname, comment }
      const id = await users.create({ name: username, isSystemAdmin: false, passwordHash, ...texts })
      return { status: 201, headers: { location: `${PATH}/${id}` } }
    },
  })
  return [list, search, create, ...oneUserRoutes(users, response)]
}

const badName = (name: string): string => `invalid username ${JSON.stringify(name)}: ${USER_NAME_RULE}`

function oneUserRoutes(users: Users, response: (user: User) => UserResponse): readonly Route[] {
  const params = Type.Object({ user_id: Type.Integer() })
  return [
    route({
      method: 'GET',
      path: USER_PATH,
      operation: 'GetUser',
      summary: 'Get a user',
      tag: 'user',
      needs: 'user:read',
      schema: { params },
      answers: { 200: UserResponse },
      handle: async (call) => ({
        status: 200,
        body: response(await findUser(users, call.params.user_id)),
      }),
    }),
    route({
      method: 'DELETE',
      path: USER_PATH,
      operation: 'DeleteUser',
      tag: 'user',
      summary: 'Delete a user, with their memberships and sessions',
      needs: 'user:delete',
      schema: { params },
      answers: { 200: null },
      async handle(call) {
        const user = await findUser(users, call.params.user_id)
        assertDispensable(user, call.caller)
        await users.remove(user.id)
        return { status: 200 }
      },
    }),
    route({
      method: 'PUT',
      path: `${USER_PATH}/sysadmin`,
      operation: 'SetUserSysAdmin',
      tag: 'user',
      summary: 'Make a user a system admin, or no longer',
      needs: 'user:update',
      schema: { params, body: AdminRequest },
      answers: { 200: null },
      async handle(call) {
        const user = await findUser(users, call.params.user_id)
        if (!call.body.sysadmin_flag) assertDispensable(user, call.caller)
        await users.update(user.id, { isSystemAdmin: call.body.sysadmin_flag })
        return { status: 200 }
      },
    }),
  ]
}

/** @throws BellbuoyError `FORBIDDEN` for `admin` and for oneself: someone must be left who may let others in */
function assertDispensable({ id, name }: UserWithPassword, caller: Caller): void {
  const isSelf = caller.kind === 'user' && caller.user.id === id
  if (isSelf || name === ADMIN_NAME)
    throw new BellbuoyError('FORBIDDEN', `${isSelf ? 'you' : name} must stay a system admin`)
}

/** @throws BellbuoyError `NOT_FOUND` */
export async function findUser(users: Users, id: number): Promise<UserWithPassword> {
  const user = await users.byId(id)
  if (user === null) throw new BellbuoyError('NOT_FOUND', `user ${id} not found`)
  return user
}

/** @param isAdmin by a group of the OpenID provider */
export function userResponse(user: User, isAdmin: boolean): UserResponse {
  const { comment, email, realname } = user
  return {
    admin_role_in_auth: isAdmin,
    ...(comment !== '' && { comment }),
    creation_time: timeInMs(user.createdAtMs),
    ...(email !== '' && { email }),
    ...(realname !== '' && { realname }),
    sysadmin_flag: user.isSystemAdmin,
    update_time: timeInMs(user.updatedAtMs),
    user_id: user.id,
    username: user.name,
  }
}
