import type { Clock } from '../domain/clock.ts'
import type { Log } from '../log.ts'

const LINE_EVERY_MS = 60_000
const MAX_NAME = 64

export interface StrangersParts {
  readonly clock: Pick<Clock, 'after'>
  readonly log: Pick<Log, 'strangersRefused'>
}

/** Counts the calls that show no token of a source. The log gets the first one at once, then a line a minute at the most. */
export class Strangers implements Disposable {
  readonly #parts: StrangersParts
  #count = 0
  #last = { source: '', address: '' }
  #cancelTimer: (() => void) | null = null

  constructor(parts: StrangersParts) {
    this.#parts = parts
  }

  /** @param source the name that the caller wrote into the path */
  note(source: string, address: string): void {
    this.#count++
    this.#last = { source: source.slice(0, MAX_NAME), address }
    if (this.#cancelTimer === null) this.#write()
  }

  #write(): void {
    this.#cancelTimer = null
    if (this.#count === 0) return
    this.#parts.log.strangersRefused({ count: this.#count, ...this.#last })
    this.#count = 0
    this.#cancelTimer = this.#parts.clock.after(LINE_EVERY_MS, () => this.#write())
  }

  [Symbol.dispose](): void {
    this.#cancelTimer?.()
  }
}
