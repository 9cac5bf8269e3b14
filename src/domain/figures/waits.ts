const DAY_MS = 86_400_000
const GROWTH = 1.25
/** Longer waits are counted with those of so long. */
const LONGEST_MS = 60 * DAY_MS

/**
 * The classes that waits are counted in, by the longest wait of each in milliseconds. Each is a quarter longer than the one before, as far as
 * whole milliseconds allow.
 */
export const WAIT_BOUNDS_MS: readonly number[] = bounds()

function bounds(): readonly number[] {
  const all = [0]
  for (let last = 0; last < LONGEST_MS; all.push(last)) last = Math.max(last + 1, Math.floor(last * GROWTH))
  return all
}

/** How many took how long, by the number of their class in `WAIT_BOUNDS_MS`; classes without any are left out. */
export type WaitCounts = Readonly<Record<string, number>>

/** @returns the number of the class that a wait belongs to */
export function waitClassOf(waitMs: number): number {
  const found = WAIT_BOUNDS_MS.findIndex((bound) => waitMs <= bound)
  return found === -1 ? WAIT_BOUNDS_MS.length - 1 : found
}

export function addWaits(one: WaitCounts, other: WaitCounts): WaitCounts {
  const sums: Record<string, number> = { ...one }
  for (const [name, count] of Object.entries(other)) sums[name] = (sums[name] ?? 0) + count
  return sums
}

/** The wait in milliseconds that so many per cent did not exceed: up to a quarter too long. Null when there were none. */
export function waitOf(percent: number, waits: WaitCounts): number | null {
  const classes = Object.entries(waits)
    .map(([name, count]) => ({ number: Number(name), count }))
    .sort((one, other) => one.number - other.number)
  const total = classes.reduce((sum, { count }) => sum + count, 0)
  let passed = 0
  for (const { number, count } of classes) {
    passed += count
    if (passed * 100 >= total * percent) return WAIT_BOUNDS_MS[number] ?? LONGEST_MS
  }
  return null
}
