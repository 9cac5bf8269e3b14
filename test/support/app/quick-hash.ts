import { randomBytes, scryptSync } from 'node:crypto'

/** The smallest that scrypt knows. The hash names it, so the program checks the password as quickly. */
const COST = 2

/** Hashes a password for tests, which log in thousands of times. The program's own hashes take a thousand times as long, on purpose. */
export function quickHash(password: string): string {
  const salt = randomBytes(16)
  const key = scryptSync(password.normalize('NFKC'), salt, 32, {
    cost: COST,
    blockSize: 8,
    parallelization: 1,
  })
  return `scrypt$${COST}$${salt.toString('base64url')}$${key.toString('base64url')}`
}
