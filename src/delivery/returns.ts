import type { Clock } from '../domain/clock.ts'
import type { LeasedDelivery } from '../domain/delivery/delivery.ts'
import type { Queue } from '../domain/delivery/queue.ts'
import { isUnavailable } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import type { Lane } from './lane.ts'
import type { Recorder } from './recorder.ts'

export interface ReturnsParts {
  readonly queue: Pick<Queue, 'giveBack'>
  readonly recorder: Pick<Recorder, 'giveBack'>
  /** The process that leased. */
  readonly owner: string
  readonly laneOf: (targetId: number) => Lane
  /** Counts what was returned. */
  readonly counts: { returned: number }
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'backgroundFailed'>
}

/** Returns deliveries that were leased and not attempted to the store, where they are due at once. */
export class Returns {
  readonly #parts: ReturnsParts

  constructor(parts: ReturnsParts) {
    this.#parts = parts
  }

  /** Those that the store cannot take back stay in their lane. */
  async now(targetId: number, deliveries: readonly LeasedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return
    const { laneOf, clock, log } = this.#parts
    try {
      await this.#giveBack(deliveries)
      laneOf(targetId).expect(clock.now())
    } catch (error) {
      if (!isUnavailable(error)) log.backgroundFailed({ doing: 'give deliveries back' }, error)
      laneOf(targetId).takeBack(deliveries)
    }
  }

  /** The process was stopped for longer than its leases last: none of them may start, and what others have not delivered meanwhile is due again. */
  async late(targetId: number, deliveries: readonly LeasedDelivery[]): Promise<void> {
    const { recorder, laneOf, clock } = this.#parts
    await recorder.giveBack(() => this.#giveBack(deliveries))
    laneOf(targetId).expect(clock.now())
  }

  async #giveBack(deliveries: readonly LeasedDelivery[]): Promise<void> {
    const { queue, owner, counts, clock } = this.#parts
    const returned = deliveries.map(({ id, projectId, attempt }) => ({ id, projectId, attempt }))
    await queue.giveBack({ owner, nowMs: clock.now(), deliveries: returned })
    counts.returned += returned.length
  }
}
