import type { Clock } from '../domain/clock.ts'
import type { Sources } from '../domain/registry/source.ts'
import type { Log } from '../log.ts'

const WRITE_AFTER_MS = 30_000

export interface LastEventsParts {
  readonly sources: Pick<Sources, 'setLastEvents'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * The time of each source's last event. It is stored every half minute instead of with every event, so a killed process
 * loses half a minute of it at the most.
 */
export class LastEvents implements AsyncDisposable {
  readonly #parts: LastEventsParts
  readonly #unwritten = new Map<number, number>()
  readonly #known = new Map<number, number>()
  #cancelTimer: (() => void) | null = null

  constructor(parts: LastEventsParts) {
    this.#parts = parts
  }

  note(sourceId: number, atMs: number): void {
    this.#known.set(sourceId, atMs)
    this.#unwritten.set(sourceId, atMs)
    this.#cancelTimer ??= this.#parts.clock.after(WRITE_AFTER_MS, () => void this.#write())
  }

  /** Null when this process has seen none. */
  of(sourceId: number): number | null {
    return this.#known.get(sourceId) ?? null
  }

  async #write(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#unwritten.size === 0) return
    const lastEvents = new Map(this.#unwritten)
    this.#unwritten.clear()
    try {
      await this.#parts.sources.setLastEvents(lastEvents)
    } catch (error) {
      // The times stay in memory, and the next event of each source brings them along.
      this.#parts.log.backgroundFailed({ doing: 'store the times of last events' }, error)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#write()
  }
}
