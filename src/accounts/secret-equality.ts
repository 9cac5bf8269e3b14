import { hash, timingSafeEqual } from 'node:crypto'

/** Whether two secrets are equal, in constant time whatever their lengths. */
export function secretsEqual(left: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', left, 'buffer'), hash('sha256', right, 'buffer'))
}
