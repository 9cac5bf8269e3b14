import type { Clock } from '../../../domain/clock.ts'

/** What the server's clock said, and between which moments of the monotonic clock it was asked. */
export interface ClockReading {
  readonly serverMs: number
  readonly askedAt: number
  readonly answeredAt: number
}

/**
 * The clock of the database server, which all processes on it go by: leases and due times mean the same to each of them, however wrong the
 * clocks of their machines are. It goes on by the monotonic clock, and is set only when a reading shows that it is wrong; so it is off by no
 * more than an answer of the server takes.
 */
export class DatabaseClock implements Clock {
  readonly #local: Pick<Clock, 'monotonic' | 'after'>
  /** How far it is ahead of the monotonic clock. */
  #aheadMs: number

  constructor(local: Pick<Clock, 'monotonic' | 'after'>, { serverMs, askedAt, answeredAt }: ClockReading) {
    this.#local = local
    this.#aheadMs = serverMs - (askedAt + answeredAt) / 2
  }

  now = (): number => Math.floor(this.#aheadMs + this.#local.monotonic())

  monotonic = (): number => this.#local.monotonic()

  after = (delayMs: number, run: () => void): (() => void) => this.#local.after(delayMs, run)

  /** Sets the clock, as little as is needed for it to agree with a reading. */
  learn({ serverMs, askedAt, answeredAt }: ClockReading): void {
    this.#aheadMs = Math.min(Math.max(this.#aheadMs, serverMs - answeredAt), serverMs - askedAt)
  }
}
