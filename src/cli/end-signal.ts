/** In a terminal npm passes on a signal that the process has received itself: the second one is no second request. */
const SAME_REQUEST_MS = 1000

/** The first signal that asks the program to end; a later one ends it at once. */
export function endSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const listener = (): void => {
        resolve(signal)
        setTimeout(() => process.off(signal, listener), SAME_REQUEST_MS).unref()
      }
      process.on(signal, listener)
    }
  })
}
