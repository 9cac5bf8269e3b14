import type { Log } from '../log.ts'

/** Work under way that nobody waits for, until the program ends: it ends after it. */
export class RunningWork {
  readonly #log: Log
  readonly #running = new Set<Promise<void>>()

  constructor(log: Log) {
    this.#log = log
  }

  /** Makes the end of the program wait for this work. `doing` is for the log, in case it fails. */
  track = (doing: string, work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => this.#log.backgroundFailed({ doing }, error))
      .finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
  }

  /** Resolves when all of it is over, with what it has started meanwhile. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
