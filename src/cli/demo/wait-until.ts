import { setTimeout as delay } from 'node:timers/promises'

const LIMIT_MS = 20_000
const EVERY_MS = 20

/**
 * What a condition gives once it gives anything; one that throws is not fulfilled yet.
 *
 * @param what is waited for, in words
 * @throws Error after twenty seconds
 */
export async function waitUntil<Value>(
  what: string,
  condition: () => Promise<Value | null> | Value | null,
): Promise<Value> {
  const end = performance.now() + LIMIT_MS
  let last: unknown
  while (performance.now() < end) {
    try {
      const value = await condition()
      if (value !== null) return value
    } catch (error) {
      last = error
    }
    await delay(EVERY_MS)
  }
  throw new Error(`waited ${String(LIMIT_MS / 1000)} seconds in vain for ${what}`, { cause: last })
}
