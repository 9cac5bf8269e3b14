import type { Clock } from '../domain/clock.ts'
import type { Duties } from '../domain/duties.ts'
import { isUnavailable } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import { pauseAfter } from './pause-after.ts'

/** Carries out a slice again and again until it returns false, another process has the duty, or this one ends. */
export type InSlices = (slice: () => Promise<boolean>) => Promise<void>

export interface DutyParts {
  readonly duties: Duties
  readonly clock: Clock
  readonly log: Log
}

export interface RegularDuty {
  readonly name: string
  /** In words, for the log: `remove what is old`. */
  readonly doing: string
  readonly firstMs: number
  readonly everyMs: number
  readonly pass: (inSlices: InSlices) => Promise<void>
}

/** For so long a process has the duty unless it takes it again. */
const DUTY_MS = 5 * 60_000

/** Work on the store that comes round regularly. One of several processes does it at a time, in slices that give way to other work. */
export class DutyInSlices implements AsyncDisposable {
  readonly #parts: DutyParts
  readonly #duty: RegularDuty
  #cancelTimer: () => void = () => undefined
  #goOn: () => void = () => undefined
  #passing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(duty: RegularDuty, parts: DutyParts) {
    this.#duty = duty
    this.#parts = parts
  }

  start(): this {
    this.#wait(this.#duty.firstMs)
    return this
  }

  #wait(ms: number): void {
    if (this.#closed) return
    const { doing, everyMs } = this.#duty
    this.#cancelTimer = this.#parts.clock.after(ms, () => {
      this.#passing = this.#pass()
        .catch((error: unknown) => {
          if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing }, error)
        })
        .finally(() => this.#wait(everyMs))
    })
  }

  async #pass(): Promise<void> {
    if (await this.#isOurs()) await this.#duty.pass((slice) => this.#inSlices(slice))
  }

  async #inSlices(slice: () => Promise<boolean>): Promise<void> {
    const { clock } = this.#parts
    while (!this.#closed && (await this.#isOurs())) {
      const beganMs = clock.monotonic()
      if (!(await slice())) return
      await this.#pause(pauseAfter(clock.monotonic() - beganMs))
    }
  }

  async #isOurs(): Promise<boolean> {
    return (await this.#parts.duties.take(this.#duty.name, DUTY_MS)) === null
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
