import Type from 'typebox'
import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import { hashPassword, passwordMatches } from '../../../accounts/password.ts'
import {
  PasswordRequest,
  PermissionResponse,
  UserRequest,
  UserResponse,
} from '../../../contract/people/user.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Caller, rightsOf } from '../../../domain/people/caller.ts'
import type { Members } from '../../../domain/people/member.ts'
import { PERMISSIONS, may } from '../../../domain/people/permission.ts'
import type { Sessions } from '../../../domain/people/session.ts'
import type { Users } from '../../../domain/people/user.ts'
import type { Projects } from '../../../domain/project.ts'
import { type Call, type Route, route } from '../../route.ts'
import { findUser, userResponse } from './users.ts'

const PATH = '/api/v2.0/users'

export interface CurrentUserParts {
  readonly users: Users
  readonly sessions: Sessions
  readonly projects: Projects
  readonly members: Members
}

/** What callers ask and change of themselves. */
export function currentUserRoutes(parts: CurrentUserParts): readonly Route[] {
  return [currentRoute(), permissionsRoute(parts), ...ownChangeRoutes(parts)]
}

function currentRoute(): Route {
  return route({
    method: 'GET',
    path: `${PATH}/current`,
    operation: 'GetCurrentUserInfo',
    tag: 'user',
    summary: 'Get who calls; a robot is no user (412)',
    needs: 'log-in',
    schema: {},
    answers: { 200: UserResponse },
    handle({ caller }) {
      // harbor-cli tells a robot from wrong credentials by this status.
      if (caller.kind === 'robot') throw new BellbuoyError('PRECONDITION', 'a robot account is not a user')
      return Promise.resolve({ status: 200, body: userResponse(caller.user, caller.isAdminByGroup) })
    },
  })
}

function permissionsRoute({ projects, members }: CurrentUserParts): Route {
  return route({
    method: 'GET',
    path: `${PATH}/current/permissions`,
    operation: 'GetCurrentUserPermissions',
    tag: 'user',
    summary: 'List what the caller may do in a project (scope=/project/1), or in the whole system',
    needs: 'log-in',
    schema: {
      querystring: Type.Object({
        scope: Type.Optional(Type.String()),
        relative: Type.Optional(Type.String()),
      }),
    },
    answers: { 200: Type.Array(PermissionResponse) },
    async handle({ caller, query: { scope = '', relative } }) {
      const place = await placeOf(caller, scope)
      if (place === undefined) return { status: 200, body: [] }
      const prefix = relative === 'true' || place === null ? '' : `${scope}/`
      const allowed = PERMISSIONS.filter((permission) => may(rightsOf(caller), permission, place))
      const body = allowed.map((permission) => {
        const [resource = '', action = ''] = permission.split(':')
        return { action, resource: `${prefix}${resource}` }
      })
      return { status: 200, body }
    },
  })

  /** Null for the whole system, undefined when there is no such project. */
  async function placeOf(caller: Caller, scope: string) {
    if (scope === '' || scope === '/') return null
    const id = /^\/projects?\/(\d{1,15})$/.exec(scope)?.[1]
    const project = id === undefined ? null : await projects.byId(Number(id))
    if (project === null) return undefined
    const roles = caller.kind === 'user' ? await members.rolesOf(caller.user, project.id) : []
    return { ...project, roles }
  }
}

function ownChangeRoutes({ users, sessions }: CurrentUserParts): readonly Route[] {
  const params = Type.Object({ user_id: Type.Integer() })
  const update = route({
    method: 'PUT',
    path: `${PATH}/:user_id`,
    operation: 'UpdateUserProfile',
    tag: 'user',
    summary: 'Change what is known of a user: oneself, or anyone as system admin',
    needs: 'log-in',
    schema: { params, body: UserRequest },
    answers: { 200: null },
    async handle(call) {
      await assertOneself(call)
      const { email, realname, comment } = call.body
      const { id } = await findUser(users, call.params.user_id)
      const given = Object.entries({ email, realname, comment }).filter(([, text]) => text !== undefined)
      await users.update(id, Object.fromEntries(given))
      return { status: 200 }
    },
  })
  const password = route({
    method: 'PUT',
    path: `${PATH}/:user_id/password`,
    operation: 'UpdateUserPassword',
    tag: 'user',
    summary: 'Set a password; whoever sets their own says the old one too. Ends the sessions of the user',
    needs: 'log-in',
    schema: { params, body: PasswordRequest },
    answers: { 200: null },
    async handle(call) {
      const isOwn = await assertOneself(call)
      const user = await findUser(users, call.params.user_id)
      if (user.oidcSubject !== null)
        throw new BellbuoyError(
          'FORBIDDEN',
          `${user.name} logs in by OpenID Connect, and has no password here`,
        )
      const { old_password = '', new_password } = call.body
      if (isOwn && !(await passwordMatches(old_password, user.passwordHash)))
        throw new BellbuoyError('FORBIDDEN', 'old_password is not the password in use')
      assertStrongPassword(new_password, user.name)
      await users.update(user.id, { passwordHash: await hashPassword(new_password) })
      await sessions.removeOf(user.id)
      return { status: 200 }
    },
  })
  return [update, password]
}

type UserCall = Pick<Call, 'authorize'> & {
  readonly caller: Caller
  readonly params: { readonly user_id: number }
}

/** Whether callers change themselves. @throws BellbuoyError `FORBIDDEN` when neither that nor system admins */
async function assertOneself({ caller, params, authorize }: UserCall): Promise<boolean> {
  if (caller.kind === 'user' && caller.user.id === params.user_id) return true
  await authorize('user:update', null)
  return false
}
