import type { Clock } from '../domain/clock.ts'
import type { Duties } from '../domain/duties.ts'
import { isUnavailable } from '../domain/errors.ts'
import type { Retention, RetentionLimit } from '../domain/retention/retention.ts'
import type { Log } from '../log.ts'
import { pauseAfter } from './pause-after.ts'
import { type KeptFor, type RetentionLimits, isLimited } from './retention-limits.ts'

export interface RemoverParts {
  readonly retention: Retention
  readonly duties: Duties
  readonly limits: RetentionLimits
  readonly clock: Clock
  readonly log: Log
  /** Hears of what each slice removed. */
  readonly noteRemoved?: (removed: RemovedCounts) => void
}

/** What a slice, or a pass, removed. */
export interface RemovedCounts {
  readonly events: number
  readonly deliveries: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FIRST_MS = 60_000
const DUTY = 'retention'
const DUTY_MS = 5 * 60_000

/** Removes what is over its limit: a minute after the start, and every hour. One of several processes does it at a time. */
export class Remover implements AsyncDisposable {
  readonly #parts: RemoverParts
  #cancelTimer: () => void = () => undefined
  #goOn: () => void = () => undefined
  #passing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: RemoverParts) {
    this.#parts = parts
  }

  start(): void {
    this.#wait(FIRST_MS)
  }

  #wait(ms: number): void {
    if (this.#closed) return
    this.#cancelTimer = this.#parts.clock.after(ms, () => {
      this.#passing = this.#pass()
        .catch((error: unknown) => {
          if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing: 'remove what is old' }, error)
        })
        .finally(() => this.#wait(HOUR_MS))
    })
  }

  async #pass(): Promise<void> {
    const { retention, duties, limits, clock, log } = this.#parts
    if ((await duties.take(DUTY, DUTY_MS)) !== null) return
    if (isLimited(limits.bodies)) {
      const limit = this.#limitNow(limits.bodies)
      await this.#slices(() => retention.removeBodies(limit))
    }
    if (isLimited(limits.events)) await this.#removeEvents(this.#limitNow(limits.events), log)
    await this.#slices(() => retention.removeKeys(clock.now() - limits.keysDays * DAY_MS))
  }

  async #removeEvents(limit: RetentionLimit, log: Log): Promise<void> {
    const { retention, noteRemoved } = this.#parts
    const bounds = await retention.boundsOf(limit)
    if (bounds === null) return
    const removed = { events: 0, deliveries: 0 }
    let after = 0
    await this.#slices(async () => {
      const slice = await retention.removeEvents(bounds, after)
      removed.events += slice.events
      removed.deliveries += slice.deliveries
      noteRemoved?.(slice)
      after = slice.after ?? 0
      return slice.after !== null
    })
    if (removed.events > 0) log.eventsRemoved(removed)
  }

  /** Carries out slices until none is left, another process does, or this one ends. */
  async #slices(slice: () => Promise<boolean>): Promise<void> {
    const { duties, clock } = this.#parts
    while (!this.#closed && (await duties.take(DUTY, DUTY_MS)) === null) {
      const beganMs = clock.monotonic()
      if (!(await slice())) return
      await this.#pause(pauseAfter(clock.monotonic() - beganMs))
    }
  }

  #limitNow({ days, events }: KeptFor): RetentionLimit {
    return { sinceMs: days === null ? null : this.#parts.clock.now() - days * DAY_MS, events }
  }

  #pause(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#goOn = resolve
      this.#cancelTimer = this.#parts.clock.after(ms, resolve)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    this.#goOn()
    await this.#passing
  }
}
