import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/delivery/target-kind.ts'
import type { HeldBudget } from './held-budget.ts'
import type { Pacing } from './pacing.ts'

const FIRST_WINDOW = 8
/**
 * How many windows of deliveries a lane may hold while they are being stored: a commit takes longer than a good receiver
 * does, and a delivery that finds no slot has to be claimed from the store later, which costs both more.
 */
const WINDOWS_HELD = 4
/**
 * The same while the target has not failed and memory allows. The first burst has to find room: once something waits in the store, later
 * deliveries queue up behind it, and a source that does not pause keeps them there.
 */
const WINDOWS_HELD_BY_HEALTHY = 32
/** How many windows are claimed at once for a target that takes what it gets. */
const WINDOWS_CLAIMED_BY_HEALTHY = 8
/** What would wait longer waits in the store, since a lease must not run out meanwhile. */
const MAX_WAIT_MS = 20_000
/** The weight of the last attempt in the mean duration of attempts. */
const NEWEST = 0.1
const NONE: readonly LeasedDelivery[] = []

/**
 * The slots of a lane: reserved for deliveries that are being stored or claimed, taken by those that wait for their turn and
 * by attempts under way. The window limits the attempts: a target that answers gets more, one that fails is halved down to
 * a single one (additive increase, multiplicative decrease), so that dead targets hold next to nothing.
 */
export class Slots {
  readonly #pacing: Pacing
  readonly #budget: HeldBudget
  #window = FIRST_WINDOW
  #attemptMs = 0
  #lastAttemptMs: number | null = null
  #reserved = 0
  #running = 0
  readonly #waiting: LeasedDelivery[] = []

  constructor(pacing: Pacing, budget: HeldBudget) {
    this.#pacing = pacing
    this.#budget = budget
  }

  get #held(): number {
    return this.#reserved + this.#waiting.length + this.#running
  }

  get areFree(): boolean {
    return this.#held === 0
  }

  /** How many deliveries to claim from the store. */
  get room(): number {
    const { capacity, gatherMs } = this.#pacing
    const waiting = this.#reserved + this.#waiting.length
    if (gatherMs > 0) return this.#held === 0 ? capacity : 0
    const hasGrown = this.#window > FIRST_WINDOW
    const places = hasGrown ? this.#places(1, WINDOWS_CLAIMED_BY_HEALTHY) : this.#window
    return Math.max(0, Math.min(places - this.#held, capacity - waiting))
  }

  /** Whether one more delivery, about to be stored, may be held. */
  get canHold(): boolean {
    const { capacity, gatherMs } = this.#pacing
    if (gatherMs > 0 || this.#reserved + this.#waiting.length >= capacity) return false
    return this.#held < this.#places(WINDOWS_HELD, WINDOWS_HELD_BY_HEALTHY)
  }

  /**
   * How many deliveries may be here, for so many windows of attempts: more than the least only at a target whose window has not shrunk, and
   * that takes them soon.
   */
  #places(leastWindows: number, mostWindows: number): number {
    if (this.#window < FIRST_WINDOW || this.#budget.isSpent) return leastWindows * this.#window
    const windows = Math.max(leastWindows, Math.min(mostWindows, MAX_WAIT_MS / this.#attemptMs))
    return Math.floor(windows * this.#window)
  }

  reserve(slots = 1): void {
    this.#reserved += slots
    this.#budget.expect(slots)
  }

  release(slots = 1): void {
    this.#reserved -= slots
    this.#budget.expect(-slots)
  }

  /** Takes a delivery into the slot that was reserved for it. */
  admit(delivery: LeasedDelivery): void {
    this.release()
    this.#budget.hold(bytesOf(delivery))
    this.#waiting.push(delivery)
  }

  /** The delivery whose attempt may start now, if there is one. */
  get upNext(): LeasedDelivery | undefined {
    if (this.#running >= this.#window || this.#pacing.capacity < 1) return undefined
    return this.#waiting[0]
  }

  /** How long the last attempt took; null before the first one has ended. */
  get lastAttemptMs(): number | null {
    return this.#lastAttemptMs
  }

  /** Starts the attempt of `upNext`. */
  next(): LeasedDelivery | undefined {
    const delivery = this.upNext
    if (delivery === undefined) return undefined
    this.#waiting.shift()
    this.#budget.free(bytesOf(delivery))
    this.#running++
    this.#pacing.take()
    return delivery
  }

  /** The deliveries that go out together with the one that starts: all of them, in a lane that gathers. */
  joining(): readonly LeasedDelivery[] {
    return this.#pacing.gatherMs > 0 ? this.#take(0) : NONE
  }

  /** Learns from an attempt that has ended. */
  ended(succeeded: boolean, durationMs: number): void {
    this.#running--
    this.#lastAttemptMs = durationMs
    this.#attemptMs += (durationMs - this.#attemptMs) * NEWEST
    this.#window = succeeded
      ? Math.min(MAX_ATTEMPTS_AT_A_TIME, this.#window + 1)
      : Math.max(1, this.#window >> 1)
  }

  /** Lets go of deliveries that would wait for more windows of attempts than may be here, or for the pace; of all waiting ones when `all`. */
  letGo({ all = false } = {}): readonly LeasedDelivery[] {
    if (this.#waiting.length === 0) return NONE
    const isGathering = this.#pacing.gatherMs > 0
    const kept = this.#places(1, WINDOWS_HELD_BY_HEALTHY)
    return this.#take(all || isGathering ? 0 : Math.min(kept, this.#pacing.capacity))
  }

  /** Lets go of deliveries that have not been attempted yet, but for the first ones. */
  letFreshGo(kept: number): readonly LeasedDelivery[] {
    const fresh = this.#waiting.filter(({ attempt }) => attempt === 1).slice(kept)
    if (fresh.length === 0) return NONE
    const others = this.#take(0).filter((delivery) => !fresh.includes(delivery))
    for (const delivery of others) this.#budget.hold(bytesOf(delivery))
    this.#waiting.push(...others)
    return fresh
  }

  /** Takes out all that wait from this place on. */
  #take(from: number): readonly LeasedDelivery[] {
    const taken = this.#waiting.splice(from)
    for (const delivery of taken) this.#budget.free(bytesOf(delivery))
    return taken
  }
}

/** About as many as a payload takes in memory. */
function bytesOf({ payload }: LeasedDelivery): number {
  return payload.body.length
}
