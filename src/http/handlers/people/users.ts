import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import type { PasswordThreads } from '../../../accounts/password-threads.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { UserResponse } from '../../../contract/people/user.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Condition } from '../../../domain/list-query.ts'
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
import type { Store } from '../../../domain/store.ts'
import { assertVisibleName } from '../../../domain/visible-name.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { assertOneself } from './assert-oneself.ts'
import { assertEmail } from './user-email.ts'

export interface UserParts {
  readonly store: Pick<Store, 'users'>
  /** The group of provider or directory whose members are system admins, or null. */
  readonly adminGroup: string | null
  readonly passwords: Pick<PasswordThreads, 'hash'>
}

/** Users, by the system admin; what users change of themselves is in `current-user.ts`. */
export function userRoutes({ store: { users }, adminGroup, passwords }: UserParts): readonly Route[] {
  const response = (user: User): UserResponse => userResponse(user, isAdminByGroup(user, adminGroup))
  return [
    answer(CALLS.listUsers, async ({ query, url }) => {
      const { conditions, order } = listQuery(query)
      const all = { conditions: [...conditions, ...partsOf(query)], order }
      const { items, total } = await users.list(pageOf(query), all)
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(response) }
    }),
    answer(CALLS.searchUsers, async ({ query, url }) => {
      const { username } = query
      const { items, total } = await users.list(pageOf(query), {
        conditions: partsOf({ username }),
        order: [],
      })
      const body = items.map(({ id, name }) => ({ user_id: id, username: name }))
      return { status: 200, headers: pagingHeaders(url, query, total), body }
    }),
    answer(CALLS.createUser, async ({ body, concerns }) => {
      const { username = '', password = '', email = '', realname = '', comment = '' } = body
      concerns(username.slice(0, 255))
      assertVisibleName('username', username)
      if (!isUserName(username)) throw badRequest(badName(username))
      assertStrongPassword(password, username)
      await assertEmail(users, email, null)
      const passwordHash = await passwords.hash(password)
      const texts = { email, realname, comment }
      const id = await users.create({ name: username, isSystemAdmin: false, passwordHash, ...texts })
      return { status: 201, headers: { location: `${CALLS.createUser.path}/${id}` } }
    }),
    oneUserRoutes(users, response),
  ].flat()
}

/** Harbor takes these beside `q`, and its API document does not say so. */
function partsOf(asked: { readonly username?: string; readonly email?: string }): readonly Condition[] {
  return (['username', 'email'] as const).flatMap((field) => {
    const value = asked[field] ?? ''
    return value === '' ? [] : [{ field, is: 'like' as const, value }]
  })
}

const badName = (name: string): string => `invalid username ${JSON.stringify(name)}: ${USER_NAME_RULE}`

function oneUserRoutes(users: Users, response: (user: User) => UserResponse): readonly Route[] {
  return [
    answer(CALLS.getUser, async (call) => {
      await assertOneself(call, 'user:read')
      return { status: 200, body: response(await findUser(users, call.params.user_id)) }
    }),
    answer(CALLS.deleteUser, async (call) => {
      const user = await findUser(users, call.params.user_id)
      call.concerns(user.name)
      assertDispensable(user, call.caller)
      await users.remove(user.id, call.guard)
      return { status: 200 }
    }),
    answer(CALLS.setSystemAdmin, async (call) => {
      const user = await findUser(users, call.params.user_id)
      call.concerns(user.name)
      const { sysadmin_flag: isSystemAdmin = false } = call.body
      if (!isSystemAdmin) assertDispensable(user, call.caller)
      await users.update(user.id, { isSystemAdmin }, call.guard)
      return { status: 200 }
    }),
  ].flat()
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
