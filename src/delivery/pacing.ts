import type { Pace } from '../domain/target/rate-limit.ts'
import { TokenBucket } from './token-bucket.ts'

/** Maximum number of deliveries that are sent together. */
const MAX_TOGETHER = 100

/** The pace of a target that gets deliveries as fast as it answers. */
export const UNPACED: Pace = { limit: null, gatherMs: 0 }

/** When the next delivery to a target may start: its rate limit, its window for gathering, and the rest that it asked for. */
export class Pacing {
  readonly #now: () => number
  #pace: Pace = UNPACED
  #bucket: TokenBucket | null = null
  #pausedUntilMs = 0
  #isKnown = false

  constructor(now: () => number) {
    this.#now = now
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
    return this.#bucket !== null || this.#pausedUntilMs > 0 || this.#pace.gatherMs > 0
  }

  learn(pace: Pace): void {
    const { limit } = pace
    const same = this.#bucket?.limit
    if (limit === null) this.#bucket = null
    else if (same?.perSecond !== limit.perSecond || same.burst !== limit.burst)
      this.#bucket = new TokenBucket(limit, this.#now())
    this.#pace = pace
    this.#isKnown = true
  }

  /** The pace has to be looked up anew; until then the last one counts for the times that are waited for. */
  forget(): void {
    this.#isKnown = false
  }

  /** The receiver asked for a rest. */
  pauseUntil(atMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, atMs)
  }

  /** How many deliveries may start now. */
  get capacity(): number {
    if (!this.isPaced) return Infinity
    const nowMs = this.#now()
    if (this.#pausedUntilMs > nowMs) return 0
    this.#pausedUntilMs = 0
    const tokens = this.#bucket?.tokens(nowMs) ?? Infinity
    return this.#pace.gatherMs > 0 && tokens >= 1 ? MAX_TOGETHER : tokens
  }

  /** When a delivery that is due at `dueAtMs` may start. */
  opensAtMs(dueAtMs: number): number {
    const gatheredAtMs = dueAtMs + this.#pace.gatherMs
    if (this.#bucket === null && this.#pausedUntilMs === 0) return gatheredAtMs
    return Math.max(gatheredAtMs, this.#pausedUntilMs, this.#bucket?.readyAtMs(this.#now()) ?? 0)
  }

  take(): void {
    this.#bucket?.take(this.#now())
  }

  /** Whether a new pacing would do as well: no rest is left, and the bucket is full. */
  get isRested(): boolean {
    if (this.#bucket === null && this.#pausedUntilMs === 0) return true
    const nowMs = this.#now()
    return this.#pausedUntilMs <= nowMs && (this.#bucket?.isFull(nowMs) ?? true)
  }
}
