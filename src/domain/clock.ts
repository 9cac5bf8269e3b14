/** Time as the program sees it, so that tests can hold it still. All times are milliseconds since the epoch. */
export interface Clock {
  now: () => number
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after: (delayMs: number, run: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
}
