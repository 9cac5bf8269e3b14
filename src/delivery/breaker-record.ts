import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import type { Recorder } from './recorder.ts'

export interface BreakerRecordParts {
  readonly breakers: Store['breakers']
  readonly recorder: Pick<Recorder, 'keepBreaker'>
  readonly isOpen: (targetId: number) => boolean
  /** Makes the end of the program wait for this work. */
  readonly track: (doing: string, work: Promise<void>) => void
  readonly log: Log
}

/** Puts on record that breakers open and close: in the log, and in the store for the next process. */
export class BreakerRecord {
  readonly #parts: BreakerRecordParts

  constructor(parts: BreakerRecordParts) {
    this.#parts = parts
  }

  opened({ targetId, policyId }: LeasedDelivery, reason: string): void {
    this.#parts.log.targetUnreachable({ target: targetId, policy: policyId, reason })
    this.keep(targetId, reason)
  }

  closed(targetId: number, because: string): void {
    this.#parts.log.targetReachable({ target: targetId, because })
    this.keep(targetId, because)
  }

  /** Stores the state that the breaker has by then: while the store cannot write, it may open and close. */
  keep(targetId: number, reason: string): void {
    const { breakers, recorder, isOpen, track } = this.#parts
    const keep = (): Promise<void> =>
      isOpen(targetId) ? breakers.open(targetId, reason) : breakers.close(targetId)
    track('store the state of a breaker', recorder.keepBreaker(keep))
  }
}
