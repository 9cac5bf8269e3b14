import { hash, randomBytes } from 'node:crypto'
import { ACCESS_TOKEN_PREFIX } from '../../domain/people/access-token.ts'

/** A new secret of 256 random bits. */
export function newAccessTokenSecret(): string {
  return `${ACCESS_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`
}

/** Whether a secret is written as those of `newAccessTokenSecret` are. */
export function isAccessTokenSecret(secret: string): boolean {
  return (
    secret.startsWith(ACCESS_TOKEN_PREFIX) && /^[\w-]{43}$/.test(secret.slice(ACCESS_TOKEN_PREFIX.length))
  )
}

/** SHA-256 in hex, the form that is stored. */
export function hashAccessTokenSecret(secret: string): string {
  return hash('sha256', secret)
}
