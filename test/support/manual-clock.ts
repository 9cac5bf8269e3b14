import type { Clock } from '../../src/domain/clock.ts'

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #nowMs: number
  #jumpedMs = 0
  readonly #timers = new Set<Timer>()

  constructor(nowMs = Date.UTC(2030, 0, 1)) {
    this.#nowMs = nowMs
  }

  now = (): number => this.#nowMs + this.#jumpedMs

  monotonic = (): number => this.#nowMs

  /** Sets the clock of the system; timers go on as before. */
  jump(byMs: number): void {
    this.#jumpedMs += byMs
  }

  /** Timers that have not run yet. */
  get waiting(): number {
    return this.#timers.size
  }

  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Moves on and runs on the way whatever becomes due, each at its time. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#timers.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
    }
    this.#nowMs = endMs
  }

  #next(untilMs: number): Timer | undefined {
    const due = [...this.#timers].filter(({ atMs }) => atMs <= untilMs)
    return due.sort((a, b) => a.atMs - b.atMs)[0]
  }
}
