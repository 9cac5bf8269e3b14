import type { DeliveryResponse } from '../../contract/history/history.ts'

/** Deliveries that are followed at the most; of more, the oldest are given up. */
const MAX_FOLLOWED = 10_000
/** Asked after in one round. */
const A_ROUND = 50
/** How often one is asked after whose next attempt is far away: a person may stop it, or send it at once. */
const AGAIN_MS = 30_000

interface Followed {
  readonly createdAt: string
  readonly dueAtMs: number
  readonly askedAtMs: number
}

/** Deliveries that have not ended, in the order in which they are asked after again. */
export class OpenDeliveries {
  readonly #followed = new Map<number, Followed>()

  /** Learns how a delivery stands. */
  note({ id, state, created_at, due_at }: DeliveryResponse, nowMs: number): void {
    this.#followed.delete(id)
    if (state !== 'pending' && state !== 'running') return
    const dueAtMs = due_at === undefined ? nowMs : Date.parse(due_at)
    this.#followed.set(id, { createdAt: created_at, dueAtMs, askedAtMs: nowMs })
    const [oldest] = this.#followed.keys()
    if (this.#followed.size > MAX_FOLLOWED && oldest !== undefined) this.#followed.delete(oldest)
  }

  forget(id: number): void {
    this.#followed.delete(id)
  }

  /** Those to ask after now, the longest not asked after first. @param before created before this time: others are in the list that is read anyway */
  toAsk(before: string, nowMs: number): readonly number[] {
    const ids: number[] = []
    for (const [id, { createdAt, dueAtMs, askedAtMs }] of this.#followed) {
      const isDue = dueAtMs <= nowMs || askedAtMs + AGAIN_MS <= nowMs
      if (isDue && createdAt < before) ids.push(id)
      if (ids.length === A_ROUND) break
    }
    return ids
  }
}
