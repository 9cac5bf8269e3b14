import type { LeasedDelivery } from '../domain/delivery.ts'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/target.ts'

const FIRST_WINDOW = 8
/**
 * How many windows of deliveries a lane may hold while they are being stored: a commit takes longer than a good receiver
 * does, and what finds no place has to be claimed from the store later, which costs both more.
 */
const WINDOWS_HELD = 4

/**
 * What goes to one target: places reserved for deliveries that are being stored or claimed, deliveries that wait for their
 * turn, attempts under way. The window limits the attempts: a target that answers gets more, one that fails is halved down to
 * a single one (additive increase, multiplicative decrease), so that dead targets hold next to nothing.
 */
export class Lane {
  #window = FIRST_WINDOW
  #reserved = 0
  #running = 0
  readonly #waiting: LeasedDelivery[] = []
  /** When the next delivery that waits in the store is due, as far as is known; null when none waits. */
  dueAtMs: number | null = null
  /** True while the store is asked; it may not be asked twice for the same room. */
  claiming = false
  /** Cancels the timer that waits for `dueAtMs`. */
  cancelTimer: (() => void) | null = null

  get #held(): number {
    return this.#reserved + this.#waiting.length + this.#running
  }

  /** How many deliveries to claim from the store. */
  get room(): number {
    return Math.max(0, this.#window - this.#held)
  }

  get isIdle(): boolean {
    return this.#held === 0 && this.dueAtMs === null && !this.claiming
  }

  /** Whether one more delivery, about to be stored, may be held. */
  get canHold(): boolean {
    return this.#held < WINDOWS_HELD * this.#window
  }

  reserve(places = 1): void {
    this.#reserved += places
  }

  release(places = 1): void {
    this.#reserved -= places
  }

  /** Takes a delivery into the place that was reserved for it. */
  admit(delivery: LeasedDelivery): void {
    this.#reserved--
    this.#waiting.push(delivery)
  }

  /** The delivery whose attempt may start now, if there is one. */
  next(): LeasedDelivery | undefined {
    if (this.#running >= this.#window) return undefined
    const delivery = this.#waiting.shift()
    if (delivery !== undefined) this.#running++
    return delivery
  }

  /** Learns from an attempt that has ended. */
  ended(succeeded: boolean): void {
    this.#running--
    this.#window = succeeded
      ? Math.min(MAX_ATTEMPTS_AT_A_TIME, this.#window + 1)
      : Math.max(1, this.#window >> 1)
  }

  /** Lets go of what would wait for more than one window of attempts; of everything when `all`. */
  letGo({ all = false } = {}): readonly LeasedDelivery[] {
    return this.#waiting.splice(all ? 0 : this.#window)
  }
}
