import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { type Users, isEmailAddress } from '../../../domain/people/user.ts'

/**
 * Checks the e-mail address of a user who does not come from the OpenID provider. No two users have the same one.
 *
 * @param ownId of the user whom it is for; null for a new one
 * @throws BellbuoyError `BAD_REQUEST` when it is missing or malformed, `CONFLICT` when it is another user's
 */
export async function assertEmail(users: Users, email: string, ownId: number | null): Promise<void> {
  if (email === '') throw badRequest("email can't be empty")
  if (!isEmailAddress(email)) throw badRequest('email with illegal format')
  const owner = await users.byEmail(email)
  if (owner !== null && owner.id !== ownId)
    throw new BellbuoyError('CONFLICT', `email ${email} already exists`)
}
