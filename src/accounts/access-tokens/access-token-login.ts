import {
  type AccessToken,
  type AccessTokens,
  isExpired,
  isUseNews,
} from '../../domain/people/access-token.ts'
import { isOfDirectory } from '../../domain/people/ldap.ts'
import type { User, Users } from '../../domain/people/user.ts'
import type { Log } from '../../log.ts'
import { secretsEqual } from '../secret-equality.ts'
import { hashAccessTokenSecret, isAccessTokenSecret } from './access-token-secret.ts'

/**
 * Finds the user of an access token, or null when there is no such token or it has ended.
 *
 * @param name who says that they are its user; null where nobody has to say
 */
export type AccessTokenLogin = (
  secret: string,
  name: string | null,
) => Promise<{ readonly user: User; readonly token: AccessToken } | null>

export interface AccessTokenLoginParts {
  readonly accessTokens: Pick<AccessTokens, 'byHash' | 'noteUse'>
  readonly users: Pick<Users, 'byId'>
  readonly now: () => number
  readonly log: Pick<Log, 'backgroundFailed'>
}

/**
 * Looks every token up in the database, so one that was revoked is unknown to all processes at once. The brake holds none of these tries:
 * nobody can guess a secret of 256 random bits, and a program with an old one must not hold up its neighbours.
 */
export function createAccessTokenLogin({
  accessTokens,
  users,
  now,
  log,
}: AccessTokenLoginParts): AccessTokenLogin {
  return async (secret, name) => {
    if (!isAccessTokenSecret(secret)) return null
    const secretHash = hashAccessTokenSecret(secret)
    const token = await accessTokens.byHash(secretHash)
    if (token === null || !secretsEqual(token.secretHash, secretHash) || isExpired(token, now())) return null
    const user = await users.byId(token.userId)
    if (user === null || (name !== null && !isNameOf(user, name))) return null
    // Only people read the time of the last use: a full disk must not refuse the call.
    if (isUseNews(token, now()))
      await accessTokens
        .noteUse(token.id, now())
        .catch((error: unknown) => log.backgroundFailed({ doing: 'note the use of an access token' }, error))
    return { user, token }
  }
}

/** Directories do not tell letters of names apart, so people of theirs may write their names in any. */
function isNameOf(user: User, name: string): boolean {
  return user.name === name || (isOfDirectory(user) && user.name.toLowerCase() === name.toLowerCase())
}
