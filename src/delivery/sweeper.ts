import type { Outcome } from '../domain/delivery/attempt.ts'
import type { Clock } from '../domain/clock.ts'
import { isUnavailable, messageOf } from '../domain/errors.ts'
import type { SweepCounts } from '../domain/delivery/delivery-counts.ts'
import type { RetryRule } from '../domain/delivery/retry-rule.ts'
import type { Queue } from '../domain/delivery/queue.ts'
import type { Log } from '../log.ts'
import type { Dispatcher } from './dispatcher.ts'

export interface SweeperParts {
  readonly queue: Queue
  readonly dispatcher: Pick<Dispatcher, 'owner' | 'expect' | 'lookAround'>
  readonly maxAgeMs: number
  readonly retryRule: Pick<RetryRule, 'maxWaitMs'>
  readonly clock: Clock
  readonly log: Log
}

const EVERY_MS = 15_000

/** Frees deliveries whose process is gone, expires those that are too old, and finds those that the dispatcher has missed. */
export class Sweeper implements AsyncDisposable {
  readonly #parts: SweeperParts
  readonly #counts = { sweeps: 0, freedTargets: 0, expired: 0, lastSweepAtMs: 0, lastSweepMs: 0 }
  #cancelTimer: () => void = () => undefined
  #sweeping: Promise<void> = Promise.resolve()
  #closed = false
  #isStoreFailing = false

  constructor(parts: SweeperParts) {
    this.#parts = parts
  }

  get counts(): SweepCounts {
    return this.#counts
  }

  /** Sweeps once, and from then on regularly. Rejects only when the first sweep fails. */
  async start(): Promise<void> {
    await this.#sweep()
    this.#wait()
  }

  #wait(): void {
    if (this.#closed) return
    this.#cancelTimer = this.#parts.clock.after(EVERY_MS, () => {
      this.#sweeping = this.#sweep()
        .then(() => this.#noteStore(null))
        .catch((error: unknown) => {
          if (isUnavailable(error)) this.#noteStore(error)
          else this.#parts.log.backgroundFailed({ doing: 'sweep deliveries' }, error)
        })
        .finally(() => this.#wait())
    })
  }

  /** Each sweep writes, so it shows whether the store can, also while nothing else happens. */
  #noteStore(fault: unknown): void {
    const { log } = this.#parts
    if (fault !== null && !this.#isStoreFailing)
      log.storeUnavailable({ doing: 'sweep deliveries', reason: messageOf(fault) })
    if (fault === null && this.#isStoreFailing) log.storeAvailable()
    this.#isStoreFailing = fault !== null
  }

  async #sweep(): Promise<void> {
    const { queue, dispatcher, maxAgeMs, retryRule, clock, log } = this.#parts
    const began = clock.monotonic()
    for (let more = true; more && !this.#closed;) {
      const nowMs = clock.now()
      const sweep = {
        owner: dispatcher.owner,
        nowMs,
        maxAgeMs,
        latestDueMs: nowMs + retryRule.maxWaitMs,
        interrupted: interrupted(nowMs),
      }
      const swept = await queue.sweep(sweep)
      this.#counts.freedTargets += swept.released.length
      this.#counts.expired += swept.expired
      if (swept.released.length > 0) log.leasesReleased({ targets: swept.released.length })
      if (swept.expired > 0) log.deliveriesExpired({ count: swept.expired })
      for (const targetId of swept.released) dispatcher.expect(targetId, nowMs)
      more = swept.more
    }
    this.#counts.sweeps++
    await dispatcher.lookAround()
    this.#counts.lastSweepAtMs = clock.now()
    this.#counts.lastSweepMs = clock.monotonic() - began
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#sweeping
  }
}

function interrupted(nowMs: number): Outcome {
  const text = 'the process ended before the answer was recorded; the receiver may have got this attempt'
  return {
    startedAtMs: nowMs,
    durationMs: 0,
    request: null,
    response: null,
    failure: { code: 'interrupted', text, permanent: false, retryAfterMs: null },
  }
}
