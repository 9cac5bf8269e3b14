import type { Clock } from '../domain/clock.ts'

export interface BackgroundWork extends AsyncDisposable {
  /** Does the work soon; while it is under way, once more after it. */
  readonly wake: () => void
  readonly isClosed: () => boolean
}

export interface BackgroundWorkParts {
  /** Does everything that is due, and answers in how many milliseconds it has to be called again. */
  readonly work: () => Promise<number>
  readonly onFault: (error: unknown) => void
  readonly clock: Clock
}

const LOOK_AGAIN_MS = 60_000
const SHORTEST_WAIT_MS = 10

/** Work of which one run is under way at a time: on `wake`, at the time it asked for, and at least every minute. */
export function createBackgroundWork({ work, onFault, clock }: BackgroundWorkParts): BackgroundWork {
  let cancelTimer: () => void = () => undefined
  let underWay: Promise<void> | null = null
  let isWanted = false
  let closed = false

  async function run(): Promise<void> {
    const waitMs = await work().catch((error: unknown) => {
      onFault(error)
      return LOOK_AGAIN_MS
    })
    underWay = null
    if (isWanted) wake()
    else if (!closed)
      cancelTimer = clock.after(Math.min(Math.max(waitMs, SHORTEST_WAIT_MS), LOOK_AGAIN_MS), wake)
  }

  function wake(): void {
    isWanted = underWay !== null
    if (closed || isWanted) return
    cancelTimer()
    underWay = run()
  }

  return {
    wake,
    isClosed: () => closed,
    async [Symbol.asyncDispose]() {
      closed = true
      cancelTimer()
      await underWay
    },
  }
}
