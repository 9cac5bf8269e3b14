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
 * When each source last told something. It is written now and then, and not with every event: a process that is killed
 * forgets half a minute at the most.
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
      // What is not written stands in memory, and goes with the next event.
      this.#parts.log.backgroundFailed({ doing: 'write when sources last told something' }, error)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#write()
  }
}
