import type { Clock } from '../domain/clock.ts'

export interface BackgroundWork extends AsyncDisposable {
  /** Has the work done soon; while it is under way, once more after it. */
  readonly wake: () => void
  readonly isClosed: () => boolean
}

export interface BackgroundWorkParts {
  /** Does what there is to do, and answers after how many milliseconds it is to be looked at again. */
  readonly work: () => Promise<number>
  readonly onFault: (error: unknown) => void
  readonly clock: Clock
}

const LOOK_AGAIN_MS = 60_000
const SHORTEST_WAIT_MS = 10

/** Work that is done one time after the other: when someone wakes it, when it said so, and at the latest every minute. */
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
