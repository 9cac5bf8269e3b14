import { BellbuoyError } from '../domain/errors.ts'

const MIN = 8
const MAX = 128

/** What people choose when a rule wants three kinds of characters, in lower case and without what is put behind it. */
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
 * user's own name, and what everyone tries first.
 *
 * @throws BellbuoyError `BAD_REQUEST` that says what a password needs
 */
export function assertStrongPassword(password: string, userName: string): void {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/]
  if (password.length < MIN || password.length > MAX || !kinds.every((kind) => kind.test(password))) {
    throw weak(`needs ${MIN} to ${MAX} characters with an upper-case letter, a lower-case letter and a digit`)
  }
  const lower = password.toLowerCase()
  if (userName.length >= 3 && lower.includes(userName.toLowerCase()))
    throw weak("must not hold the user's name")
  const stem = lower.replace(/[\d!@#$%^&*._-]+$/, '')
  if (COMMON.includes(stem)) throw weak('is one of those that are tried first: take another one')
}

function weak(why: string): BellbuoyError {
  return new BellbuoyError('BAD_REQUEST', `the password ${why}`)
}
