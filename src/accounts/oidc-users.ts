import { BellbuoyError } from '../domain/errors.ts'
import type { OidcIdentity } from '../domain/people/oidc.ts'
import type { UserWithPassword, Users } from '../domain/people/user.ts'

/**
 * Finds the user of a person who logged in by the provider, and updates groups, mail address and real name. Name and admin flag
 * stay. Null at a person's first log-in.
 */
export async function knownOidcUser(
  users: Users,
  { subject, email, realname, groups }: OidcIdentity,
): Promise<UserWithPassword | null> {
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
 * Creates the user of a person at their first log-in. An existing user of that name is never taken for them: people who choose
 * their name at the provider could become anyone here.
 *
 * @throws BellbuoyError `CONFLICT` when the name is taken
 */
export async function createOidcUser(
  users: Users,
  identity: OidcIdentity,
  name: string,
): Promise<UserWithPassword> {
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
    const created = await users.byId(await users.create(draft))
    if (created !== null) return created
  } catch (error) {
    // Another first log-in of the same person may have created it at the same time.
    const same = await knownOidcUser(users, identity)
    if (same !== null) return same
    throw error
  }
  throw new BellbuoyError('CONFLICT', `user ${name} was deleted just now: begin again`)
}
