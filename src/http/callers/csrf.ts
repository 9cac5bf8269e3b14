import { createHmac, randomBytes } from 'node:crypto'
import { secretsEqual } from '../../accounts/secret-equality.ts'
import { BellbuoyError } from '../../domain/errors.ts'

/** Harbor's names (`src/server/middleware/csrf`): clients that keep a session know them. */
export const CSRF_HEADER = 'x-harbor-csrf-token'
export const CSRF_COOKIE = '_gorilla_csrf'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE']
const BYTES = 32

/**
 * A fresh token for a session. It is made of the session's id alone, so that every node and a restarted one know it; a random
 * mask makes each look different, which keeps compression from telling it (BREACH).
 */
export function csrfToken(sessionId: string): string {
  const mask = randomBytes(BYTES)
  return Buffer.concat([mask, masked(tokenOf(sessionId), mask)]).toString('base64url')
}

/**
 * A page elsewhere makes a browser send the cookie, but cannot read the token.
 *
 * @throws BellbuoyError `FORBIDDEN` when a call that may change something comes with a cookie and without its token
 */
export function assertNoForgery(method: string, sessionId: string, header: unknown): void {
  if (SAFE_METHODS.includes(method)) return
  const given = Buffer.from(typeof header === 'string' ? header : '', 'base64url')
  const known = masked(given.subarray(BYTES), given.subarray(0, BYTES))
  if (given.length === 2 * BYTES && secretsEqual(known.toString('hex'), tokenOf(sessionId).toString('hex')))
    return
  const how = 'send the X-Harbor-CSRF-Token of the last answer back as a header'
  throw new BellbuoyError('FORBIDDEN', `CSRF token missing or invalid: ${how}`)
}

function tokenOf(sessionId: string): Buffer {
  return createHmac('sha256', sessionId).update('csrf').digest()
}

function masked(bytes: Buffer, mask: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)))
}
