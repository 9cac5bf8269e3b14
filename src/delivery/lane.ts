import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/target.ts'

const FIRST_WINDOW = 8

/**
 * How many attempts to one target may be under way. A target that answers gets more, one that fails is halved down to a
 * single one (additive increase, multiplicative decrease), so that dead targets hold next to nothing.
 */
export class Lane {
  #window = FIRST_WINDOW
  #taken = 0
  /** When the next delivery that waits in the store is due, as far as is known; null when none waits. */
  dueAtMs: number | null = null
  /** True while the store is asked; it may not be asked twice for the same room. */
  claiming = false
  /** Cancels the timer that waits for `dueAtMs`. */
  cancelTimer: (() => void) | null = null

  get room(): number {
    return Math.max(0, this.#window - this.#taken)
  }

  get isIdle(): boolean {
    return this.#taken === 0 && this.dueAtMs === null && !this.claiming
  }

  take(): void {
    this.#taken++
  }

  giveBack(): void {
    this.#taken--
  }

  /** Learns from an attempt. */
  learn(succeeded: boolean): void {
    this.#window = succeeded
      ? Math.min(MAX_ATTEMPTS_AT_A_TIME, this.#window + 1)
      : Math.max(1, this.#window >> 1)
  }
}
