import { assertStrongPassword } from '../../../accounts/password-policy.ts'
import type { PasswordThreads } from '../../../accounts/password-threads.ts'
import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { type Caller, rightsOf } from '../../../domain/people/caller.ts'
import { isOfDirectory } from '../../../domain/people/ldap.ts'
import { PERMISSIONS, may } from '../../../domain/people/permission.ts'
import type { Store } from '../../../domain/store.ts'
import type { Access } from '../../callers/access.ts'
import { type Route, answer } from '../../route.ts'
import { assertNotByToken } from './assert-not-by-token.ts'
import { assertOneself } from './assert-oneself.ts'
import { assertEmail } from './user-email.ts'
import { findUser, userResponse } from './users.ts'

export interface CurrentUserParts {
  readonly store: Pick<Store, 'users' | 'sessions' | 'projects' | 'members'>
  readonly access: Pick<Access, 'isPasswordOf'>
  readonly passwords: Pick<PasswordThreads, 'hash' | 'matches'>
}

/** What callers ask about themselves and change of themselves. */
export function currentUserRoutes(parts: CurrentUserParts): readonly Route[] {
  return [currentRoute(), permissionsRoute(parts), ownChangeRoutes(parts)].flat()
}

function currentRoute(): readonly Route[] {
  return answer(CALLS.getCurrentUser, async ({ caller }) => {
    // By this status harbor-cli distinguishes a robot from wrong credentials.
    if (caller.kind === 'robot') throw new BellbuoyError('PRECONDITION', 'a robot account is not a user')
    return { status: 200, body: userResponse(caller.user, caller.isAdminByGroup) }
  })
}

function permissionsRoute({ store: { projects, members } }: CurrentUserParts): readonly Route[] {
  return answer(CALLS.listOwnPermissions, async ({ caller, query: { scope = '', relative } }) => {
    const standing = await standingIn(scope, caller)
    if (standing === undefined) return { status: 200, body: [] }
    const prefix = relative === 'true' || standing === null ? '' : `${scope}/`
    const allowed = PERMISSIONS.filter((permission) => may(rightsOf(caller), permission, standing))
    const body = allowed.map((permission) => {
      const [resource = '', action = ''] = permission.split(':')
      return { action, resource: `${prefix}${resource}` }
    })
    return { status: 200, body }
  })

  /** The project of a scope with the caller's roles; null for the whole system, undefined for an unknown project. */
  async function standingIn(scope: string, caller: Caller) {
    if (scope === '' || scope === '/') return null
    const id = /^\/projects?\/(\d{1,15})$/.exec(scope)?.[1]
    const project = id === undefined ? null : await projects.byId(Number(id))
    if (project === null) return undefined
    const roles = caller.kind === 'user' ? await members.rolesOf(caller.user, project.id) : []
    return { ...project, roles }
  }
}

function ownChangeRoutes({ store, access, passwords }: CurrentUserParts): readonly Route[] {
  const { users, sessions } = store
  return [
    answer(CALLS.updateUserProfile, async (call) => {
      if (await assertOneself(call)) assertNotByToken(call.caller)
      const { email, realname, comment } = call.body
      const { id, name } = await findUser(users, call.params.user_id)
      call.concerns(name)
      if (email !== undefined) await assertEmail(users, email, id)
      const given = Object.entries({ email, realname, comment }).filter(([, text]) => text !== undefined)
      await users.update(id, Object.fromEntries(given), call.guard)
      return { status: 200 }
    }),
    answer(CALLS.updatePassword, async (call) => {
      const isOwn = await assertOneself(call)
      if (isOwn) assertNotByToken(call.caller)
      const user = await findUser(users, call.params.user_id)
      call.concerns(user.name)
      if (user.oidcSubject !== null)
        throw new BellbuoyError(
          'FORBIDDEN',
          `${user.name} logs in by ${isOfDirectory(user) ? 'LDAP' : 'OpenID Connect'}, and has no password here`,
        )
      const { old_password = '', new_password = '' } = call.body
      if (isOwn && !(await access.isPasswordOf(user, old_password, call)))
        throw new BellbuoyError('FORBIDDEN', 'old_password is not the password in use')
      assertStrongPassword(new_password, user.name)
      // A system admin may set what is set, as in Harbor: Terraform does after it has imported a user.
      if (isOwn && (await passwords.matches(new_password, user.passwordHash, 0)))
        throw badRequest('the new password is the old one')
      await users.update(user.id, { passwordHash: await passwords.hash(new_password) })
      await sessions.removeOf(user.id)
      return { status: 200 }
    }),
  ].flat()
}
