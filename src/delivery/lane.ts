import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { TargetWant } from '../domain/delivery/queue.ts'
import type { Pace } from '../domain/target/rate-limit.ts'
import { Breaker, type BreakerChange } from './breaker.ts'
import { DueTime } from './due-time.ts'
import type { EndedAttempt, LaneHost } from './lane-host.ts'
import { Pacing } from './pacing.ts'
import type { Sending } from './senders.ts'
import { Slots } from './slots.ts'

/**
 * Everything that goes to one target, and the only owner of its state. The deliveries that it holds stand in its `Slots`,
 * the times at which they may start in its `Pacing`. More may wait in the store; as to these, the lane is in one state:
 *
 * | state    | while                                                            | left by                               |
 * |----------|------------------------------------------------------------------|---------------------------------------|
 * | resting  | nothing waits in the store: `#due.atMs` is null                  | `expect`                              |
 * | waiting  | the due time, or its turn at the pace, is to come: a timer runs  | the timer, `expect` of an earlier one |
 * | learning | a delivery is due or here, and the pace is unknown: `#isLearning` | `learn`                              |
 * | full     | a delivery is due, and there is no room                          | `ended`, `release`, `expect`          |
 * | claiming | a delivery is due, and the store is asked: `#claimed` is a number | `endClaim` with the next due time    |
 *
 * `#consider` alone picks the next state, and whatever leaves one ends there, so that no wake-up is lost: a delivery that
 * becomes due during a claim is seen when the claim ends. A lane that rests and holds nothing is idle, and its host forgets it.
 *
 * While its `Breaker` is open, deliveries that have not been attempted stay in the store: of them, only the time of the next probe
 * counts as due, and the lane claims no more than that one.
 */
export class Lane implements Sending {
  readonly targetId: number
  readonly #host: LaneHost<Lane>
  readonly #pacing: Pacing
  readonly #slots: Slots
  readonly #breaker: Breaker
  readonly #due: DueTime
  /** True while the target's pace is looked up. */
  #isLearning = false
  /** Slots that are kept for the claim under way, null without one. One claim at a time: else two would fill the same slots. */
  #claimed: number | null = null
  /** When the earliest delivery is due that was announced since the claim under way began; null without one. */
  #announcedAtMs: number | null = null

  constructor(targetId: number, host: LaneHost<Lane>) {
    this.targetId = targetId
    this.#host = host
    this.#pacing = new Pacing(host.clock)
    this.#slots = new Slots(this.#pacing, host.budget)
    this.#breaker = new Breaker(host.clock)
    this.#due = new DueTime(host.clock)
  }

  get isIdle(): boolean {
    const isAwaited = this.#due.atMs !== null || this.#claimed !== null || this.#isLearning
    return !isAwaited && this.#slots.areFree && this.#pacing.isRested && this.#breaker.isAtRest
  }

  /** Reserves a slot for a delivery that is about to be stored; false when none is free, others wait in the store already or for a sender, or the breaker is open. */
  reserve(): boolean {
    const othersWait = this.#claimed !== null || this.#due.hasCome || this.#host.senders.isWaiting(this)
    if (othersWait || this.#breaker.isOpen || !this.#slots.canHold) return false
    this.#slots.reserve()
    return true
  }

  /** Frees a reserved slot that will not be used. */
  release(): void {
    this.#slots.release()
    this.#consider()
  }

  /** Starts a delivery in the slot that was reserved for it, when its turn comes. */
  start(delivery: LeasedDelivery): void {
    this.#slots.admit(delivery)
    if (this.#breaker.isOpen) this.#giveSurplusBack()
    const { isKnown, isPaced, gatherMs } = this.#pacing
    if (gatherMs === 0 || !isKnown) this.#startNext()
    // It was taken while nobody knew the pace: deliveries that the pace has no room for go back.
    if (isKnown && isPaced) this.#giveSurplusBack()
  }

  /** A delivery waits in the store and is due at this time. */
  expect(dueAtMs: number): void {
    if (this.#claimed !== null) this.#announcedAtMs = Math.min(this.#announcedAtMs ?? Infinity, dueAtMs)
    if (dueAtMs < (this.#due.atMs ?? Infinity)) this.#waitUntil(dueAtMs)
    else this.#consider()
  }

  /** The settings of the target may have changed: nothing starts before its pace has been looked up anew. */
  forgetPace(): void {
    this.#pacing.forget()
    // What was counted against the target does not count against what it has become; what waits for a sender would miss its turn.
    if (!this.#breaker.isAtRest || this.#slots.upNext !== undefined) this.#lookUpPace()
  }

  /**
   * Goes on with the pace that was looked up. A target that is reached in another way now closes its breaker.
   *
   * @param reachedBy where and how it is reached; left out when the look-up failed
   * @returns whether the breaker was open
   */
  learn(pace: Pace, reachedBy?: string): boolean {
    this.#pacing.learn(pace)
    this.#isLearning = false
    const isChanged = reachedBy !== undefined && this.#breaker.learn(reachedBy)
    const hasClosed = isChanged && this.closeBreaker()
    this.#giveSurplusBack()
    this.#startNext()
    this.#consider()
    return hasClosed
  }

  /** For what concerns no delivery; all else goes through the lane. */
  get breaker(): Pick<Breaker, 'isOpen' | 'restore'> {
    return this.#breaker
  }

  /** Closes the breaker and counts failures anew: what waits goes out. @returns whether it was open */
  closeBreaker(): boolean {
    if (!this.#breaker.close()) return false
    this.expect(this.#host.clock.now())
    return true
  }

  /** Keeps all free slots for a claim, and returns what to claim. */
  beginClaim(): Pick<TargetWant, 'room' | 'fresh'> {
    const fresh = this.#breaker.beginClaim(this.#slots.areFree)
    const { room } = this.#slots
    this.#slots.reserve(room)
    this.#claimed = room
    return fresh === null ? { room } : { room, fresh }
  }

  /** Takes a claimed delivery. It starts when the claim ends, since deliveries that go out together must be there together. */
  admit(delivery: LeasedDelivery): void {
    this.#slots.admit(delivery)
    if (this.#claimed !== null) this.#claimed--
  }

  /**
   * Starts the claimed deliveries and frees the slots that stayed empty. A store with several writers may have looked before it stored a
   * delivery that `expect` has announced meanwhile, so that one counts as waiting.
   *
   * @param dueAtMs when the next delivery that waits in the store is due, or when to ask a store again that did not answer
   * @param holdsFresh whether others wait for the breaker
   */
  endClaim(dueAtMs: number | null, holdsFresh = false): void {
    this.#giveFreshBack(this.#breaker.claimable)
    this.#startNext()
    const probeAtMs = holdsFresh ? this.#breaker.askAtMs : null
    this.#waitUntil(earliest([dueAtMs, probeAtMs, this.#announcedAtMs]))
    this.#announcedAtMs = null
    this.#slots.release(this.#claimed ?? 0)
    this.#claimed = null
    this.#consider()
  }

  /**
   * Learns from an attempt that has ended, and starts the next ones.
   *
   * @param attempt `restUntilMs`: the end of the rest that the receiver asked for, or null
   * @returns what became of the breaker
   */
  ended({ succeeded, durationMs, restUntilMs, contact }: EndedAttempt): BreakerChange {
    this.#slots.ended(succeeded, durationMs)
    const change = this.#breaker.ended(contact)
    if (restUntilMs !== null) this.#pacing.pauseUntil(restUntilMs)
    this.#giveSurplusBack()
    this.#startNext()
    if (change === null) this.#consider()
    else this.expect(this.#host.clock.now())
    return change
  }

  /** Takes deliveries again that could not be returned to the store. */
  takeBack(deliveries: readonly LeasedDelivery[]): void {
    this.#slots.reserve(deliveries.length)
    for (const delivery of deliveries) this.#slots.admit(delivery)
    this.#startNext()
  }

  /** The delivery whose attempt may start now, if a sender is free. */
  get upNext(): LeasedDelivery | undefined {
    return this.#host.isClosed() || !this.#pacing.isKnown ? undefined : this.#slots.upNext
  }

  get lastAttemptMs(): number | null {
    return this.#slots.lastAttemptMs
  }

  takeTurn(): void {
    const next = this.#slots.next()
    if (next === undefined) return
    if (next.attempt === 1) this.#breaker.probe()
    this.#host.attempt(this, next, this.#slots.joining())
  }

  /** Lets go of every delivery that waits for its turn. */
  letGo(): readonly LeasedDelivery[] {
    return this.#slots.letGo({ all: true })
  }

  /** Stops the timer, and lets go of every delivery that waits for its turn. */
  close(): readonly LeasedDelivery[] {
    this.#due.stopTimer()
    return this.letGo()
  }

  #waitUntil(dueAtMs: number | null): void {
    this.#due.set(dueAtMs)
    if (dueAtMs === null || this.#host.isClosed()) return
    const delayMs = this.#pacing.opensAtMs(dueAtMs) - this.#host.clock.now()
    if (delayMs <= 0) this.#consider()
    // A timer may come a moment early, and the clock may be set back: then this waits for the rest.
    else this.#due.startTimer(delayMs, () => this.#waitUntil(dueAtMs))
  }

  /** Has the store asked for due deliveries, if there are some and the lane has room. */
  #consider(): void {
    const host = this.#host
    if (this.isIdle) host.forget(this)
    const dueAtMs = this.#due.atMs
    if (host.isClosed() || dueAtMs === null || !this.#due.hasCome || this.#claimed !== null) return
    if (!this.#pacing.isKnown) this.#lookUpPace()
    else if (this.#pacing.opensAtMs(dueAtMs) > host.clock.now()) this.#waitUntil(dueAtMs)
    else if (this.#slots.room > 0) host.claimFor(this)
  }

  /** Starts as many attempts as window and pace have room for, and senders there are. */
  #startNext(): void {
    if (!this.#pacing.isKnown && !this.#host.isClosed()) this.#lookUpPace()
    for (let { upNext } = this; upNext !== undefined; upNext = this.upNext) {
      if (!this.#host.senders.take(this, upNext.projectId)) return
      this.takeTurn()
    }
  }

  #lookUpPace(): void {
    if (this.#isLearning) return
    this.#isLearning = true
    this.#host.lookUpPace(this)
  }

  /** Returns deliveries that cannot start soon to the store, where they are due at once. */
  #giveSurplusBack(): void {
    const surplus = this.#slots.letGo()
    if (surplus.length > 0) this.#host.giveBack(this, surplus)
    this.#giveFreshBack(0)
  }

  /** While the breaker is open: returns deliveries without an attempt to the store, but for so many probes. */
  #giveFreshBack(probes: number): void {
    const held = this.#breaker.isOpen ? this.#slots.letFreshGo(probes) : []
    if (held.length > 0) this.#host.giveBack(this, held)
  }
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
