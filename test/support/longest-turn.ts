const LOOK_EVERY_MS = 1

/** What held the main thread of this process up longest. */
export interface LongestTurn {
  /** Since the last call, in ms of its processor time: what else the machine does makes no difference. */
  readonly take: () => number
  readonly [Symbol.dispose]: () => void
}

/** Watches how much processor time the main thread takes without coming back to its timers. */
export function watchLongestTurn(): LongestTurn {
  let longestMs = 0
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last)
    last = process.threadCpuUsage()
    longestMs = Math.max(longestMs, (user + system) / 1000)
  }, LOOK_EVERY_MS)
  return {
    take() {
      const taken = longestMs
      longestMs = 0
      return taken
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
