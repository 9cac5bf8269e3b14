import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/delivery/target-kind.ts'
import type { Pacing } from './pacing.ts'

const FIRST_WINDOW = 8
/**
 * How many windows of deliveries a lane may hold while they are being stored: a commit takes longer than a good receiver
 * does, and a delivery that finds no slot has to be claimed from the store later, which costs both more.
 */
const WINDOWS_HELD = 4
const NONE: readonly LeasedDelivery[] = []

/**
 * The slots of a lane: reserved for deliveries that are being stored or claimed, taken by those that wait for their turn and
 * by attempts under way. The window limits the attempts: a target that answers gets more, one that fails is halved down to
 * a single one (additive increase, multiplicative decrease), so that dead targets hold next to nothing.
 */
export class Slots {
  readonly #pacing: Pacing
  #window = FIRST_WINDOW
  #reserved = 0
  #running = 0
  readonly #waiting: LeasedDelivery[] = []

  constructor(pacing: Pacing) {
    this.#pacing = pacing
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
    return Math.max(0, Math.min(this.#window - this.#held, capacity - waiting))
  }

  /** Whether one more delivery, about to be stored, may be held. */
  get canHold(): boolean {
    const { capacity, gatherMs } = this.#pacing
    if (gatherMs > 0 || this.#reserved + this.#waiting.length >= capacity) return false
    return this.#held < WINDOWS_HELD * this.#window
  }

  reserve(slots = 1): void {
    this.#reserved += slots
  }

  release(slots = 1): void {
    this.#reserved -= slots
  }

  /** Takes a delivery into the slot that was reserved for it. */
  admit(delivery: LeasedDelivery): void {
    this.#reserved--
    this.#waiting.push(delivery)
  }

  /** The delivery whose attempt may start now, if there is one. */
  next(): LeasedDelivery | undefined {
    if (this.#running >= this.#window || this.#pacing.capacity < 1) return undefined
    const delivery = this.#waiting.shift()
    if (delivery === undefined) return undefined
    this.#running++
    this.#pacing.take()
    return delivery
  }

  /** The deliveries that go out together with the one that starts: all of them, in a lane that gathers. */
  joining(): readonly LeasedDelivery[] {
    return this.#pacing.gatherMs > 0 ? this.#waiting.splice(0) : NONE
  }

  /** Learns from an attempt that has ended. */
  ended(succeeded: boolean): void {
    this.#running--
    this.#window = succeeded
      ? Math.min(MAX_ATTEMPTS_AT_A_TIME, this.#window + 1)
      : Math.max(1, this.#window >> 1)
  }

  /** Lets go of deliveries that would wait for more than one window of attempts, or for the pace; of all waiting ones when `all`. */
  letGo({ all = false } = {}): readonly LeasedDelivery[] {
    if (this.#waiting.length === 0) return NONE
    const isGathering = this.#pacing.gatherMs > 0
    return this.#waiting.splice(all || isGathering ? 0 : Math.min(this.#window, this.#pacing.capacity))
  }
}
