import { hash, randomBytes, randomInt } from 'node:crypto'

/** Letters that nobody confuses and that make no words (RFC 8628, section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

/** What a person compares and may have to type: 34 random bits, as `BCDF-GHJK`. */
export function newUserCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** What the program shows to claim its token: 256 random bits. */
export function newDeviceCode(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex, the form that is stored. */
export function hashDeviceCode(code: string): string {
  return hash('sha256', code)
}
