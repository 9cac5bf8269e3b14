import { setTimeout as delay } from 'node:timers/promises'
import { isUnavailable, messageOf } from '../../domain/errors.ts'
import type { ListenLog } from '../listen-log.ts'
import type { StoreOperations } from '../store/operations.ts'
import type { RunStore } from '../store/run-store.ts'

const TRY_EVERY_MS = 1000

/** The store for what must be written, however long that takes: while it cannot write, it is tried again every second. */
export class LastingStore {
  readonly #store: RunStore
  readonly #log: ListenLog
  #isAvailable = true

  constructor(store: RunStore, log: ListenLog) {
    this.#store = store
    this.#log = log
  }

  /** Rejects for a fault of ours only. */
  async submit<Name extends keyof StoreOperations>(
    name: Name,
    input: StoreOperations[Name]['input'],
  ): Promise<StoreOperations[Name]['result']> {
    for (;;) {
      try {
        const result = await this.#store.submit(name, input)
        if (!this.#isAvailable) this.#log.storeAvailable()
        this.#isAvailable = true
        return result
      } catch (error) {
        if (!isUnavailable(error)) throw error
        if (this.#isAvailable) this.#log.storeUnavailable({ doing: name, reason: messageOf(error) })
        this.#isAvailable = false
        await delay(TRY_EVERY_MS)
      }
    }
  }
}
