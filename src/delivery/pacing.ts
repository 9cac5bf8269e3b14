import type { Clock } from '../domain/clock.ts'
import type { Pace } from '../domain/target/rate-limit.ts'
import { TokenBucket } from './token-bucket.ts'

/** Maximum number of deliveries that are sent together. */
const MAX_TOGETHER = 100

/** The pace of a target that gets deliveries as fast as it answers. */
export const UNPACED: Pace = { limit: null, gatherMs: 0 }

/**
 * When the next delivery to a target may start: its rate limit, its window for gathering, and the rest that it asked for. Limit and
 * rest are measured by the monotonic clock, so that a jump of the clock of the system neither stops nor floods a target.
 */
export class Pacing {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  #pace: Pace = UNPACED
  #bucket: TokenBucket | null = null
  /** By the monotonic clock. */
  #pausedUntilMs: number | null = null
  #isKnown = false

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock
  }

  /** False until the target's pace has been looked up; until then nothing may start. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  get gatherMs(): number {
    return this.#pace.gatherMs
  }

  /** Whether anything but the target's own speed can delay a delivery. */
  get isPaced(): boolean {
    return this.#bucket !== null || this.#pausedUntilMs !== null || this.#pace.gatherMs > 0
  }

  learn(pace: Pace): void {
    const { limit } = pace
    const same = this.#bucket?.limit
    if (limit === null) this.#bucket = null
    else if (same?.perSecond !== limit.perSecond || same.burst !== limit.burst)
      this.#bucket = new TokenBucket(limit, this.#clock.monotonic())
    // This process has taken over from another one, for which it rested.
    if (this.#pace.restUntilMs !== undefined && pace.restUntilMs === undefined) this.#pausedUntilMs = null
    this.#pace = pace
    this.#isKnown = true
    if (pace.restUntilMs !== undefined) this.pauseUntil(pace.restUntilMs)
  }

  /** The pace has to be looked up anew; until then the last one counts for the times that are waited for. */
  forget(): void {
    this.#isKnown = false
  }

  /** The receiver asked for a rest. */
  pauseUntil(atMs: number): void {
    const { now, monotonic } = this.#clock
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs ?? 0, atMs - now() + monotonic())
  }

  /** How many deliveries may start now. */
  get capacity(): number {
    if (!this.isPaced) return Infinity
    const nowMs = this.#clock.monotonic()
    if (this.#pausedUntilMs !== null && this.#pausedUntilMs > nowMs) return 0
    this.#pausedUntilMs = null
    const tokens = this.#bucket?.tokens(nowMs) ?? Infinity
    return this.#pace.gatherMs > 0 && tokens >= 1 ? MAX_TOGETHER : tokens
  }

  /** When a delivery that is due at `dueAtMs` may start. */
  opensAtMs(dueAtMs: number): number {
    const gatheredAtMs = dueAtMs + this.#pace.gatherMs
    if (this.#bucket === null && this.#pausedUntilMs === null) return gatheredAtMs
    const nowMs = this.#clock.monotonic()
    const readyAtMs = Math.max(this.#pausedUntilMs ?? nowMs, this.#bucket?.readyAtMs(nowMs) ?? nowMs)
    return Math.max(gatheredAtMs, this.#clock.now() + readyAtMs - nowMs)
  }

  take(): void {
    this.#bucket?.take(this.#clock.monotonic())
  }

  /** Whether a new pacing would do as well: no rest is left, and the bucket is full. */
  get isRested(): boolean {
    if (this.#bucket === null && this.#pausedUntilMs === null) return true
    const nowMs = this.#clock.monotonic()
    return (this.#pausedUntilMs ?? nowMs) <= nowMs && (this.#bucket?.isFull(nowMs) ?? true)
  }
}
