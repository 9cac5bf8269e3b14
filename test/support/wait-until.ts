import { setTimeout as delay } from 'node:timers/promises'
import { inspect } from 'node:util'

export interface WaitOptions {
  /** What is waited for, in words; the error begins with it. */
  readonly what: string
  readonly timeoutMs?: number
  readonly intervalMs?: number
}

type Falsy = false | 0 | '' | null | undefined

/**
 * Waits until `condition` gives something truthy and returns that. A condition that throws counts as not yet
 * fulfilled. Rejects after `timeoutMs` (5 s) with an error that names `what` and the last value or error.
 */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 15_000, intervalMs = 10 }: WaitOptions,
): Promise<Exclude<T, Falsy>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const [value, last] = await look(condition)
    if (value) return value as Exclude<T, Falsy>
    if (performance.now() >= deadline) {
      throw new Error(`${what}: not within ${timeoutMs} ms; last: ${last}`)
    }
    await delay(intervalMs)
  }
}

async function look<T>(condition: () => T | Promise<T>): Promise<[T | undefined, string]> {
  try {
    const value = await condition()
    return [value, inspect(value, { depth: 4 })]
  } catch (error) {
    return [undefined, inspect(error)]
  }
}
