import type { Clock } from '../../domain/clock.ts'

const KIB = 1024
const FIRST_BYTES = 128 * KIB
const LEAST_BYTES = 16 * KIB
const MOST_BYTES = 1024 * KIB
const STEP_BYTES = 16 * KIB
/** How often the size is looked at anew, and how many calls must have ended by then. */
const EVERY_MS = 100
const LEAST_CALLS = 4
/** What the quickest call of the time may take, at the least … */
const QUICK_MS = 25
/** … and as a multiple of the quickest of the last minutes: on a slow disk or a busy machine, taking less at a time would not help. */
const TIMES_BEST = 4
/** How fast the quickest one is forgotten, each time. */
const FORGET = 1.001

/**
 * How many bytes of one source may be under way: more while calls are quick, less while they lag. The quickest call of a time is the
 * measure, from its head to its answer. Writer and event loop delay that one too, while a slow client or a large notification does not.
 */
export class ShareSize {
  readonly #clock: Pick<Clock, 'monotonic'>
  #bytes = FIRST_BYTES
  #calls = 0
  #quickestMs = Infinity
  #bestMs = Infinity
  #sinceMs: number

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
    this.#sinceMs = clock.monotonic()
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Learns how long a call took. */
  ended(tookMs: number): void {
    this.#calls++
    this.#quickestMs = Math.min(this.#quickestMs, tookMs)
    const nowMs = this.#clock.monotonic()
    if (nowMs - this.#sinceMs < EVERY_MS || this.#calls < LEAST_CALLS) return
    this.#bestMs = Math.min(this.#bestMs * FORGET, this.#quickestMs)
    const isLagging = this.#quickestMs > Math.max(QUICK_MS, this.#bestMs * TIMES_BEST)
    this.#bytes = isLagging
      ? Math.max(LEAST_BYTES, this.#bytes >> 1)
      : Math.min(MOST_BYTES, this.#bytes + STEP_BYTES)
    this.#calls = 0
    this.#quickestMs = Infinity
    this.#sinceMs = nowMs
  }
}
