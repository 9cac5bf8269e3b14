import { hash, randomBytes } from 'node:crypto'

/** A new secret of 256 random bits, with the kinds of characters that Harbor's rule for secrets requires. */
export function newRobotSecret(): string {
  for (;;) {
    const secret = randomBytes(32).toString('base64url')
    if (/[a-z]/.test(secret) && /[A-Z]/.test(secret) && /\d/.test(secret)) return secret
  }
}

/** Whether a secret is written as those of `newRobotSecret` are. */
export function isGeneratedSecret(secret: string): boolean {
  return /^[\w-]{43}$/.test(secret)
}

/** SHA-256 in hex, the form that is stored. */
export function hashRobotSecret(secret: string): string {
  return hash('sha256', secret)
}
