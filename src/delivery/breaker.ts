import type { Clock } from '../domain/clock.ts'
import type { FailureCode, Outcome } from '../domain/delivery/attempt.ts'

/** What an attempt says of its receiver: it answered, whatever it said; it gave no answer; or neither is known. */
export type Contact = 'answered' | 'silent' | 'unknown'

/** What an attempt changed about a breaker. */
export type BreakerChange = 'opened' | 'closed' | null

/** So many attempts in a row without an answer open it … */
const FAILURES_TO_OPEN = 20
/** … if the first of them ended this long ago: a restart of the receiver is over sooner. */
const SPAN_TO_OPEN_MS = 60_000
/** How long a receiver that gets no retries is left alone before the next probe; the last one goes on. */
const PROBE_WAITS_MS = [5_000, 10_000, 20_000, 30_000] as const
/** How soon after a claim the store is asked for a probe again, at the earliest: it may have taken none. */
const CLAIM_PAUSE_MS = 1000

/** Failures that leave open whether anybody is there would be no reason to hold what waits. */
const SILENT: readonly FailureCode[] = ['dns', 'connect', 'tls', 'timeout', 'closed', 'protocol']

/** What an attempt says of its receiver, by the outcomes of the deliveries that went out together. */
export function contactOf(outcomes: readonly Pick<Outcome, 'failure' | 'response'>[]): Contact {
  if (outcomes.some(({ failure, response }) => failure === null || response !== null)) return 'answered'
  const isSilent = outcomes.every(({ failure }) => failure !== null && SILENT.includes(failure.code))
  return isSilent ? 'silent' : 'unknown'
}

/**
 * The circuit breaker of one target. It opens when the receiver has given no answer for long enough, and any answer closes it: a
 * receiver that refuses deliveries is there, and its window of attempts slows it down. While it is open, deliveries that have not
 * been attempted wait; the retries of the others are its probes, and one of those that wait is where none came for a while.
 * Its times are those of the monotonic clock.
 */
export class Breaker {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  /** Attempts without an answer since the last answer. */
  #failures = 0
  #firstFailedAtMs = 0
  #lastFailedAtMs = 0
  #isOpen = false
  /** Deliveries that were sent as probes since it opened. */
  #probes = 0
  /** How the target is reached, to notice that someone has changed it; null until it was looked up. */
  #reachedBy: string | null = null
  #claimable = 0

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Whether a new breaker would do as well. */
  get isAtRest(): boolean {
    return !this.#isOpen && this.#failures === 0
  }

  /** Learns from an attempt that has ended. */
  ended(contact: Contact): BreakerChange {
    if (contact === 'answered') return this.close() ? 'closed' : null
    if (contact === 'unknown') return null
    const nowMs = this.#clock.monotonic()
    if (this.#failures === 0) this.#firstFailedAtMs = nowMs
    this.#failures++
    this.#lastFailedAtMs = nowMs
    const isLong = nowMs - this.#firstFailedAtMs >= SPAN_TO_OPEN_MS
    if (this.#isOpen || this.#failures < FAILURES_TO_OPEN || !isLong) return null
    this.#isOpen = true
    return 'opened'
  }

  /** Opens it as it was before a restart: the first probe may go out at once. */
  restore(): void {
    this.#isOpen = true
    this.#lastFailedAtMs = -Infinity
  }

  /** Closes it and counts anew. @returns whether it was open */
  close(): boolean {
    const wasOpen = this.#isOpen
    this.#isOpen = false
    this.#failures = 0
    this.#probes = 0
    return wasOpen
  }

  /** A delivery that was not attempted before goes out: a probe while it is open. */
  probe(): void {
    if (!this.#isOpen) return
    this.#probes++
    this.#lastFailedAtMs = this.#clock.monotonic()
  }

  /** @returns whether the target is reached in another way than before */
  learn(reachedBy: string): boolean {
    const isChanged = this.#reachedBy !== null && reachedBy !== this.#reachedBy
    this.#reachedBy = reachedBy
    return isChanged
  }

  /**
   * Asks how many deliveries that were not attempted may be claimed.
   *
   * @param isFree whether no attempt is under way, which would be a probe
   * @returns null: any number
   */
  beginClaim(isFree: boolean): number | null {
    this.#claimable = isFree && this.#probeAtMs <= this.#clock.now() ? 1 : 0
    return this.#isOpen ? this.#claimable : null
  }

  /** What the last claim was allowed to take. */
  get claimable(): number {
    return this.#claimable
  }

  /** When to claim what was held, by the clock of the system: at once, if it has closed meanwhile. */
  get askAtMs(): number {
    if (!this.#isOpen) return this.#clock.now()
    return Math.max(this.#probeAtMs, this.#clock.now() + CLAIM_PAUSE_MS)
  }

  get #probeAtMs(): number {
    const waitMs = PROBE_WAITS_MS[Math.min(this.#probes, PROBE_WAITS_MS.length - 1)] ?? 0
    const restMs = this.#lastFailedAtMs + waitMs - this.#clock.monotonic()
    return this.#clock.now() + Math.max(0, Math.ceil(restMs))
  }
}
