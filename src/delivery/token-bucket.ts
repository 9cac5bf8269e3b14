import type { RateLimit } from '../domain/target/rate-limit.ts'

/** Tokens that come at a steady rate and gather up to a burst; each lets one thing start. */
export class TokenBucket {
  readonly #limit: RateLimit
  #tokens: number
  #atMs: number

  /** A full one. */
  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit
    this.#tokens = limit.burst
    this.#atMs = nowMs
  }

  get limit(): RateLimit {
    return this.#limit
  }

  /** Whole tokens there are. */
  tokens(nowMs: number): number {
    this.#fill(nowMs)
    // The last thousandth is lost in adding fractions up.
    return Math.floor(this.#tokens + 0.001)
  }

  take(nowMs: number): void {
    this.#fill(nowMs)
    this.#tokens -= 1
  }

  isFull(nowMs: number): boolean {
    return this.tokens(nowMs) >= this.#limit.burst
  }

  /** When there is a token; now if there is one. */
  readyAtMs(nowMs: number): number {
    if (this.tokens(nowMs) >= 1) return nowMs
    return nowMs + Math.ceil(((1 - this.#tokens) / this.#limit.perSecond) * 1000)
  }

  #fill(nowMs: number): void {
    // A clock that was set back gives nothing and takes nothing.
    const passedMs = Math.max(0, nowMs - this.#atMs)
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + (passedMs / 1000) * this.#limit.perSecond)
    this.#atMs = nowMs
  }
}
