import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether two secrets are equal, in a time that depends on neither, nor on their lengths. */
export function secretsEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
