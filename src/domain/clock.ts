/** Time as the program sees it, so that tests can hold it still. Times are milliseconds since the epoch where nothing else is said. */
export interface Clock {
  now: () => number
  /** Milliseconds from an unnamed moment on. They only grow, whatever becomes of the clock of the system. */
  monotonic: () => number
  /** Calls `run` once after `delayMs`, however far ahead that is; the returned function cancels it. */
  after: (delayMs: number, run: () => void) => () => void
}

/** A timer of the platform takes no more than 24.8 days, and goes off at once when it is given more. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    let timer: ReturnType<typeof setTimeout>
    const wait = (restMs: number): void => {
      timer =
        restMs > MAX_TIMER_MS
          ? setTimeout(() => wait(restMs - MAX_TIMER_MS), MAX_TIMER_MS)
          : setTimeout(run, Math.max(0, restMs))
    }
    wait(delayMs)
    return () => clearTimeout(timer)
  },
}
