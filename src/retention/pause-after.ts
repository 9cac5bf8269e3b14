/** The share of time that removal may take of the store. */
const SHARE = 0.1
const SHORTEST_MS = 20
const LONGEST_MS = 2000

/**
 * How long events and deliveries have the store for themselves after a slice: nine times as long as it took, with its wait for them. So the
 * busier the store is, the less is removed.
 */
export function pauseAfter(sliceMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, sliceMs * (1 / SHARE - 1)))
}
