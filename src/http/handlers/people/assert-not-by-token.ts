import { BellbuoyError } from '../../../domain/errors.ts'
import type { Caller, UserCaller } from '../../../domain/people/caller.ts'

/**
 * Who finds a token must not get more by it than the token: no other tokens, and no password.
 *
 * @throws BellbuoyError `FORBIDDEN` when the call came with an access token
 */
export function assertNotByToken(caller: Caller): void {
  if (caller.kind === 'user' && caller.token !== null)
    throw new BellbuoyError(
      'FORBIDDEN',
      'an access token cannot change its own user, nor list or create access tokens, nor revoke others: log in by password or in a browser',
    )
}

/**
 * The user who calls, by password or session.
 *
 * @throws BellbuoyError `FORBIDDEN` when the call came with an access token, `PRECONDITION` for a robot
 */
export function userWithoutToken(caller: Caller): UserCaller {
  assertNotByToken(caller)
  if (caller.kind === 'robot') throw new BellbuoyError('PRECONDITION', 'a robot account is not a user')
  return caller
}
