import type { Clock } from '../domain/clock.ts'
import type { Payload } from '../domain/delivery/payload.ts'
import type { Completion, CompletionResult, NewRendering, Queue } from '../domain/delivery/queue.ts'
import type { Log } from '../log.ts'

const RETRY_MS = 1000

/** Records attempts, and tries again while the store cannot write: their receivers have got them already. */
export class Recorder {
  readonly #queue: Queue
  readonly #clock: Clock
  readonly #log: Log
  readonly #cancels = new Set<() => void>()
  #failing = false
  #closed = false

  constructor({ queue, clock, log }: { queue: Queue; clock: Clock; log: Log }) {
    this.#queue = queue
    this.#clock = clock
    this.#log = log
  }

  /** Resolves once the attempt is stored; to null when the program ends before that. */
  record(completion: Completion): Promise<CompletionResult | null> {
    return this.#store('record attempts', () => this.#queue.complete(completion))
  }

  /** Resolves to what every attempt sends once that is stored; to null when the program ends before that. */
  keepRendering(rendering: NewRendering): Promise<Payload | null> {
    return this.#store('store payloads', () => this.#queue.keepRendering(rendering))
  }

  /** Resolves once the state of a breaker is stored, or the program ends. */
  async keepBreaker(keep: () => Promise<void>): Promise<void> {
    await this.#store('store the state of a breaker', keep)
  }

  /** Resolves once deliveries are returned to the store, or the program ends. */
  async giveBack(give: () => Promise<void>): Promise<void> {
    await this.#store('give deliveries back', give)
  }

  async #store<Result>(doing: string, write: () => Promise<Result>): Promise<Result | null> {
    for (;;) {
      try {
        const result = await write()
        if (this.#failing) this.#log.storeAvailable()
        this.#failing = false
        return result
      } catch (error) {
        if (!this.#failing) this.#log.storeUnavailable({ doing, reason: String(error) })
        this.#failing = true
        if (this.#closed) return null
        await this.#pause()
      }
    }
  }

  /**
   * Tries everything once more only. A delivery whose attempt cannot be stored then is sent again, with the same
   * `webhook-id`, after the next start.
   */
  close(): void {
    this.#closed = true
    for (const cancel of this.#cancels) cancel()
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#cancels.delete(cancelNow)
        resolve()
      }
      const cancelTimer = this.#clock.after(RETRY_MS, end)
      const cancelNow = (): void => {
        cancelTimer()
        end()
      }
      this.#cancels.add(cancelNow)
    })
  }
}
