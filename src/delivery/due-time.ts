import type { Clock } from '../domain/clock.ts'

/** When the next delivery that waits in the store is due, as far as is known, and the timer that waits for it. */
export class DueTime {
  readonly #clock: Pick<Clock, 'now' | 'after'>
  #atMs: number | null = null
  #cancelTimer: (() => void) | null = null

  constructor(clock: Pick<Clock, 'now' | 'after'>) {
    this.#clock = clock
  }

  /** Null when none waits. */
  get atMs(): number | null {
    return this.#atMs
  }

  get hasCome(): boolean {
    return this.#atMs !== null && this.#atMs <= this.#clock.now()
  }

  /** Takes another time, and waits for nothing. */
  set(atMs: number | null): void {
    this.stopTimer()
    this.#atMs = atMs
  }

  startTimer(delayMs: number, then: () => void): void {
    this.#cancelTimer = this.#clock.after(delayMs, then)
  }

  stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }
}
