import type { Clock } from '../domain/clock.ts'
import { type WrongTokens, joinWrongTokens } from '../domain/registry/wrong-tokens.ts'
import type { Log } from '../log.ts'

const LINE_EVERY_MS = 60_000
const MAX_NAME = 64

export interface StrangersParts {
  readonly clock: Pick<Clock, 'after' | 'now'>
  readonly log: Pick<Log, 'strangersRefused'>
}

/** Names that are remembered: anyone can make some up. */
const MAX_NAMES = 100
/** Counts the calls that show no token of a source. The log gets the first one at once, then a line a minute at the most. */
export class Strangers implements Disposable {
  readonly #parts: StrangersParts
  /** Those that nobody has asked for yet. */
  readonly #series = new Map<string, WrongTokens>()
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
    this.#remember(this.#last)
    if (this.#cancelTimer === null) this.#write()
  }

  /** The calls that named this source since it was last asked for, or null. */
  take(source: string): WrongTokens | null {
    const taken = this.#series.get(source) ?? null
    this.#series.delete(source)
    return taken
  }

  #remember({ source, address }: { readonly source: string; readonly address: string }): void {
    const nowMs = this.#parts.clock.now()
    const known = this.#series.get(source) ?? null
    this.#series.delete(source)
    this.#series.set(source, joinWrongTokens(known, { sinceMs: nowMs, lastMs: nowMs, address }))
    const [oldest] = this.#series.keys()
    if (this.#series.size > MAX_NAMES && oldest !== undefined) this.#series.delete(oldest)
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
