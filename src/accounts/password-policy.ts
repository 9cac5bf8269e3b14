import { BellbuoyError } from '../domain/errors.ts'
import { isAccessTokenSecret } from './access-tokens/access-token-secret.ts'

const MIN = 8
const MAX = 128

/** Common passwords, in lower case and without the digits and signs that people append to satisfy a rule. */
const COMMON = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'harbor',
  'bellbuoy',
  'welcome',
  'qwerty',
  'letmein',
  'admin',
  'changeme',
]

/**
 * Refuses weak passwords: Harbor's rule (8 to 128 characters with an upper-case letter, a lower-case letter and a digit), the
 * user's own name, what looks like an access token, and common passwords.
 *
 * @throws BellbuoyError `BAD_REQUEST` with the rule that the password breaks
 */
export function assertStrongPassword(password: string, userName: string): void {
  const fault = passwordFault(password, userName)
  if (fault !== null) throw new BellbuoyError('BAD_REQUEST', `the password ${fault}`)
}

/** The rule that a password breaks, as what the password `needs` or `is`; null when it breaks none. */
export function passwordFault(password: string, userName: string): string | null {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/]
  if (password.length < MIN || password.length > MAX || !kinds.every((kind) => kind.test(password))) {
    return `needs ${MIN} to ${MAX} characters with an upper-case letter, a lower-case letter and a digit`
  }
  // It would be taken for a token where a name comes with it.
  if (isAccessTokenSecret(password)) return 'must not look like an access token'
  const lower = password.toLowerCase()
  if (userName.length >= 3 && lower.includes(userName.toLowerCase()))
    return "must not contain the user's name"
  const stem = lower.replace(/[\d!@#$%^&*._-]+$/, '')
  return COMMON.includes(stem) ? 'is a common one: choose another' : null
}
