import { BellbuoyError } from '../domain/errors.ts'
import type { OidcIdentity } from '../domain/people/oidc.ts'
import type { User, Users } from '../domain/people/user.ts'

/**
 * The user of a person whom the provider let in, with groups and particulars as the provider tells them now; null for who
 * comes for the first time. Their name and their own admin flag stay.
 */
export async function knownOidcUser(
  users: Users,
  { subject, email, realname, groups }: OidcIdentity,
): Promise<User | null> {
  const known = await users.byOidcSubject(subject)
  if (known === null) return null
  await users.update(known.id, {
    groups,
    ...(email !== '' && { email }),
    ...(realname !== '' && { realname }),
  })
  return users.byId(known.id)
}

/**
 * Makes the user of a person who comes for the first time. Somebody else of that name is never taken for them: whoever may
 * name themselves at the provider would be whom they like here.
 *
 * @throws BellbuoyError `CONFLICT` when the name is taken
 */
export async function createOidcUser(users: Users, identity: OidcIdentity, name: string): Promise<User> {
  const { subject, email, realname, groups } = identity
  const draft = {
    name,
    email,
    realname,
    groups,
    oidcSubject: subject,
    isSystemAdmin: false,
    passwordHash: '',
  }
  try {
    const made = await users.byId(await users.create(draft))
    if (made !== null) return made
  } catch (error) {
    // Two first log-ins of one person may have met.
    const same = await knownOidcUser(users, identity)
    if (same !== null) return same
    throw error
  }
  throw new BellbuoyError('CONFLICT', `user ${name} was deleted just now: begin again`)
}
