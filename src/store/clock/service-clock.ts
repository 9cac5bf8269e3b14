import type { Clock } from '../../domain/clock.ts'

/** A reading of the service clock, as it is kept over a stop. */
export interface ServiceTime {
  readonly serviceMs: number
  /** What the clock of the system said at the same moment. */
  readonly wallMs: number
}

/**
 * Measures ages. The clock of the system can jump: it is set by hand, or wrong at a boot. This one grows with the time in which the
 * service runs, as the monotonic clock measures it, and by the length of each stop, up to a limit, as the clock of the system
 * shows it. It begins with the time of the system, so the two agree as long as nothing jumps.
 */
export class ServiceClock {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  readonly #startMs: number
  readonly #startedAt: number

  /**
   * @param last the last reading of the process before, or null when there was none
   * @param longestStopMs of a stop that looks longer this much counts
   */
  constructor(clock: Pick<Clock, 'now' | 'monotonic'>, last: ServiceTime | null, longestStopMs: number) {
    const wallMs = clock.now()
    const stopMs = last === null ? 0 : Math.max(0, Math.min(wallMs - last.wallMs, longestStopMs))
    this.#clock = clock
    this.#startMs = last === null ? wallMs : last.serviceMs + stopMs
    this.#startedAt = clock.monotonic()
  }

  now(): number {
    return this.#startMs + Math.floor(this.#clock.monotonic() - this.#startedAt)
  }

  /** How far it is ahead of the clock of the system just now. */
  get aheadMs(): number {
    return this.now() - this.#clock.now()
  }

  reading(): ServiceTime {
    return { serviceMs: this.now(), wallMs: this.#clock.now() }
  }
}
