import { randomFillSync } from 'node:crypto'

const RANDOM_BYTES = 10
const pool = Buffer.alloc(RANDOM_BYTES * 512)
let used = pool.length

/** The next ten random bytes as hexadecimal digits; drawn many at a time because one system call per id is dear. */
function randomHex(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const hex = pool.toString('hex', used, used + RANDOM_BYTES)
  used += RANDOM_BYTES
  return hex
}

/**
 * A UUID version 7: 48 bits of `nowMs`, then 74 random bits (RFC 9562, section 5.7). Ids made later sort later, so
 * that rows of one hour lie together in an index.
 */
export function uuidV7(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0')
  const random = randomHex()
  const variant = (8 + (parseInt(random.charAt(3), 16) & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`
}
