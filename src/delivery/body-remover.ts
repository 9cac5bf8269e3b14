import type { Clock } from '../domain/clock.ts'
import type { Bodies } from '../domain/delivery/bodies.ts'
import type { Duties } from '../domain/duties.ts'
import type { Log } from '../log.ts'

export interface BodyRemoverParts {
  readonly bodies: Bodies
  readonly duties: Duties
  /** Payloads and records of attempts are kept for so many days. */
  readonly keepDays: number
  readonly clock: Clock
  readonly log: Log
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DUTY = 'retention'
const DUTY_MS = 5 * 60_000
/** Deliveries have the store for themselves between two slices. */
const PAUSE_MS = 100

/** Removes payloads and records of attempts that are older than the setting says: a minute after the start, and every hour. */
export class BodyRemover implements AsyncDisposable {
  readonly #parts: BodyRemoverParts
  #cancelTimer: () => void = () => undefined
  #removing: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: BodyRemoverParts) {
    this.#parts = parts
  }

  start(): void {
    this.#wait(60_000)
  }

  #wait(ms: number): void {
    if (this.#closed) return
    this.#cancelTimer = this.#parts.clock.after(ms, () => {
      this.#removing = this.#removeSlice()
        .catch((error: unknown) => {
          this.#parts.log.backgroundFailed({ doing: 'remove old payloads and attempts' }, error)
          return false
        })
        .then((isMore) => this.#wait(isMore ? PAUSE_MS : HOUR_MS))
    })
  }

  /** One process at a time. @returns whether there is more to remove now */
  async #removeSlice(): Promise<boolean> {
    const { bodies, duties, keepDays, clock } = this.#parts
    if ((await duties.take(DUTY, DUTY_MS)) !== null) return false
    return bodies.remove(clock.now() - keepDays * DAY_MS)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#removing
  }
}
