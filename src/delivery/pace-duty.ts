import type { Clock } from '../domain/clock.ts'
import type { Duties } from '../domain/duties.ts'
import type { OtherNodes } from '../domain/other-nodes.ts'
import type { Pace } from '../domain/target/rate-limit.ts'

/** How long a process may pace a target after it has asked. */
const DUTY_MS = 30_000
/** It asks again long before that, so that no two pace a target at a time. */
const KEEP_EVERY_MS = 10_000
/** While the store does not answer. */
const RETRY_MS = 1000

export interface PaceDutyParts {
  readonly duties: Duties
  readonly otherNodes: Pick<OtherNodes, 'mayExist' | 'tell'>
  readonly clock: Pick<Clock, 'now' | 'after'>
  /** Has the pace of a target looked up anew before anything else starts. */
  readonly askAgain: (targetId: number) => void
}

/**
 * Which process paces a target that has a rate limit or gathers: one at a time, so that the limit holds over all of them. The others leave
 * its deliveries in the store.
 */
export class PaceDuty {
  readonly #parts: PaceDutyParts
  readonly #here = new Set<number>()
  readonly #elsewhere = new Set<number>()
  /** Cancel the timers that ask again. */
  readonly #cancels = new Map<number, () => void>()
  #isClosed = false

  constructor(parts: PaceDutyParts) {
    this.#parts = parts
  }

  /** Whether another process paced this target when it was last asked. */
  isElsewhere(targetId: number): boolean {
    return this.#elsewhere.has(targetId)
  }

  /** The pace of a target here: where another process paces it, nothing starts before that may have ended. */
  async of(targetId: number, pace: Pace): Promise<Pace> {
    const { otherNodes, clock, askAgain } = this.#parts
    if (!otherNodes.mayExist || (pace.limit === null && pace.gatherMs === 0)) return pace
    const restUntilMs = await this.#take(targetId)
    const askAgainMs =
      restUntilMs === null ? KEEP_EVERY_MS : Math.min(restUntilMs - clock.now(), KEEP_EVERY_MS)
    this.#cancels.get(targetId)?.()
    if (!this.#isClosed)
      this.#cancels.set(
        targetId,
        clock.after(askAgainMs, () => askAgain(targetId)),
      )
    if (restUntilMs === null) return pace
    otherNodes.tell({ due: [targetId] })
    return { ...pace, restUntilMs }
  }

  /** Leaves all targets to the others, as the process ends; without the store they wait until the duties have run out. */
  async leave(): Promise<void> {
    this.#isClosed = true
    for (const cancel of this.#cancels.values()) cancel()
    const leaving = [...this.#here].map((targetId) => this.#parts.duties.leave(nameOf(targetId)))
    await Promise.allSettled(leaving)
  }

  async #take(targetId: number): Promise<number | null> {
    const { duties, clock } = this.#parts
    try {
      const untilMs = await duties.take(nameOf(targetId), DUTY_MS)
      const [now, before] = untilMs === null ? [this.#here, this.#elsewhere] : [this.#elsewhere, this.#here]
      now.add(targetId)
      before.delete(targetId)
      return untilMs
    } catch {
      return clock.now() + RETRY_MS
    }
  }
}

function nameOf(targetId: number): string {
  return `pace of target ${targetId}`
}
