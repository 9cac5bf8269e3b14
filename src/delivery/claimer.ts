import type { Clock } from '../domain/clock.ts'
import type { Queue } from '../domain/delivery/queue.ts'
import { isUnavailable } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import type { Lane } from './lane.ts'

export interface ClaimerParts {
  readonly queue: Pick<Queue, 'claim'>
  /** The process that leases, and for how long. */
  readonly owner: string
  readonly leaseMs: number
  readonly laneOf: (targetId: number) => Lane
  /** Counts what was claimed. */
  readonly counts: { claimed: number }
  readonly clock: Clock
  readonly log: Log
}

/** How long to leave the store alone after it could not answer. */
const STORE_PAUSE_MS = 1000

/** Asks the store for the due deliveries of all lanes that have room for some, in one request at a time. */
export class Claimer {
  readonly #parts: ClaimerParts
  /** Lanes with something due and room for it. */
  readonly #ready = new Set<Lane>()
  #claiming: Promise<void> | null = null
  #closed = false

  constructor(parts: ClaimerParts) {
    this.#parts = parts
  }

  claimFor(lane: Lane): void {
    this.#ready.add(lane)
    this.#claiming ??= this.#claimAll()
  }

  /** Asks no more; resolves when the request under way has its answer. */
  async close(): Promise<void> {
    this.#closed = true
    this.#ready.clear()
    await this.#claiming
  }

  async #claimAll(): Promise<void> {
    try {
      while (this.#ready.size > 0 && !this.#closed) {
        const lanes = [...this.#ready]
        this.#ready.clear()
        await this.#claim(lanes).catch((error: unknown) => this.#leaveAlone(lanes, error))
      }
    } finally {
      // In the same turn as the loop's last look: what becomes ready a moment later must start a new one.
      this.#claiming = null
    }
  }

  async #claim(lanes: readonly Lane[]): Promise<void> {
    const { queue, owner, leaseMs, laneOf, counts, clock } = this.#parts
    const wants = lanes.map((lane) => ({ targetId: lane.targetId, ...lane.beginClaim() }))
    const nowMs = clock.now()
    const leaseEndsAt = clock.monotonic() + leaseMs
    const lease = { owner, untilMs: nowMs + leaseMs }
    const { deliveries, waiting } = await queue.claim({ lease, nowMs, wants })
    counts.claimed += deliveries.length
    for (const delivery of deliveries) laneOf(delivery.targetId).admit({ ...delivery, leaseEndsAt })
    for (const { targetId, dueAtMs, holdsFresh } of waiting) laneOf(targetId).endClaim(dueAtMs, holdsFresh)
  }

  #leaveAlone(lanes: readonly Lane[], error: unknown): void {
    const { clock, log } = this.#parts
    if (!isUnavailable(error)) log.backgroundFailed({ doing: 'claim deliveries' }, error)
    const laterMs = clock.now() + STORE_PAUSE_MS
    for (const lane of lanes) lane.endClaim(laterMs)
  }
}
