import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

const COST = 2 ** 15
const BLOCK_SIZE = 8
const KEY_BYTES = 32
const MEMORY_BYTES = 64 * 1024 * 1024

/**
 * `scrypt$cost$salt$key`, salt and key in base64url (RFC 7914; 32 MiB and some tens of milliseconds a password). It holds up its
 * thread: a running server calls it through `PasswordThreads`.
 */
export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return formatHash(salt, derive(password, salt, COST))
}

/** Whether a password is the one that was hashed; takes the same time whichever it is. It holds up its thread, too. */
export function passwordMatches(password: string, hash: string): boolean {
  const [scheme, cost, salt, key] = hash.split('$')
  if (scheme !== 'scrypt' || cost === undefined || salt === undefined || key === undefined) return false
  const expected = Buffer.from(key, 'base64url')
  const actual = derive(password, Buffer.from(salt, 'base64url'), Number(cost))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** A hash that belongs to no password; comparing with it takes as long as with any other. */
export function hashOfNothing(): string {
  return formatHash(randomBytes(16), randomBytes(KEY_BYTES))
}

function derive(password: string, salt: Buffer, cost: number): Buffer {
  const options = { cost, blockSize: BLOCK_SIZE, parallelization: 1, maxmem: MEMORY_BYTES }
  return scryptSync(password.normalize('NFKC'), salt, KEY_BYTES, options)
}

function formatHash(salt: Buffer, key: Buffer): string {
  return `scrypt$${COST}$${salt.toString('base64url')}$${key.toString('base64url')}`
}
