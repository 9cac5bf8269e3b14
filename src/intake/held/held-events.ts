import type { Clock } from '../../domain/clock.ts'
import type { DecidedEvent, HeldFilter } from '../../domain/delivery/queue.ts'
import { isUnavailable } from '../../domain/errors.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { childrenOf } from '../../domain/event/manifest.ts'
import type { Log } from '../../log.ts'
import { type ManifestOfEvent, askRegistry } from './ask-registry.ts'
import { type SettleHeldParts, settleHeld } from './settle-held.ts'

export interface HeldEventsParts extends SettleHeldParts {
  readonly clock: Clock
  readonly log: Pick<Log, 'backgroundFailed'>
  /** Whether other processes hold events too, which may be gone before they settle them. */
  readonly isShared: boolean
}

/** Events settled in one transaction. */
const BATCH = 200
/** Held events of an earlier process whose clients are remembered. */
const MAX_RESTORED = 100_000
/** After a fault of the store. */
const RETRY_MS = 1000
/** How often events are looked for that another process should have settled. */
const LOOK_EVERY_MS = 15_000
/** So long after their time it is taken to be gone. */
const OVERDUE_MS = 5000

/**
 * Settles held events: as soon as it is known what they are, and at the latest when their time has come. Everything it needs
 * is stored, so the next process goes on where this one ended.
 */
export class HeldEvents implements AsyncDisposable {
  readonly #parts: HeldEventsParts
  readonly #underWay = new Set<Promise<void>>()
  #cancelTimer: () => void = () => undefined
  #cancelLook: () => void = () => undefined
  #wakesAtMs = Infinity
  #closed = false

  constructor(parts: HeldEventsParts) {
    this.#parts = parts
  }

  /** Takes over the events that an earlier process held. */
  async start(): Promise<void> {
    const { store, heldPushes } = this.#parts
    for (const held of await store.queue.held({ limit: MAX_RESTORED })) heldPushes.restore(held)
    await this.#settleAllDue()
    if (this.#parts.isShared) this.#lookLater()
  }

  /** Follows up events that were just stored: held ones, and indexes that others wait for. */
  follow(stored: readonly Pick<DecidedEvent, 'event' | 'projectId' | 'heldUntilMs'>[]): void {
    for (const { event, projectId, heldUntilMs } of stored) {
      if (heldUntilMs !== null) this.#wakeAt(heldUntilMs)
      const { digest, mediaType } = artifactOf(event)
      if (digest === null) continue
      const children = childrenOf({ mediaType, references: event.references ?? [] })
      if (children.length > 0) this.#run(() => this.#settleDigests(event.repository, children))
      if (heldUntilMs !== null) this.#run(() => this.#enrich({ event, projectId, digest }))
    }
  }

  /** Settles held events that need not wait for their clients any longer. */
  settle(events: readonly RegistryEvent[]): void {
    for (const event of events) {
      const { digest } = artifactOf(event)
      if (digest !== null) this.#run(() => this.#settleDigests(event.repository, [digest]))
    }
  }

  /** Settles the events that are due now; to be called when the store has derived some. */
  settleDue(): void {
    this.#run(() => this.#settleAllDue())
  }

  /** Asks the registry about an event, and settles all that waited for its answer. */
  async #enrich(asked: ManifestOfEvent): Promise<void> {
    const { repository } = asked.event
    const { children, hasFollowUps } = await askRegistry(asked, this.#parts)
    if (hasFollowUps) this.settleDue()
    await this.#settle({ repository, digests: [asked.digest] }, { isAsked: true })
    if (children.length > 0) await this.#settleDigests(repository, children)
  }

  async #settleAllDue(): Promise<void> {
    this.#cancelTimer()
    this.#wakesAtMs = Infinity
    const { store, clock } = this.#parts
    await this.#settleDueBy(clock.now())
    const [next] = await store.queue.held({ limit: 1 })
    if (next !== undefined) this.#wakeAt(next.heldUntilMs)
  }

  async #settleDueBy(dueAtMs: number): Promise<void> {
    for (let settled = BATCH; settled === BATCH && !this.#closed;)
      settled = await this.#settle({ dueAtMs }, { isAsked: true })
  }

  #lookLater(): void {
    if (this.#closed) return
    const { clock } = this.#parts
    this.#cancelLook = clock.after(LOOK_EVERY_MS, () => {
      // The next look comes after this one, however long the store takes.
      this.#run(() => this.#settleDueBy(clock.now() - OVERDUE_MS).finally(() => this.#lookLater()))
    })
  }

  async #settleDigests(repository: string, digests: readonly string[]): Promise<void> {
    await this.#settle({ repository, digests }, { isAsked: false })
  }

  /** @returns how many events were ready to be decided */
  async #settle(filter: Omit<HeldFilter, 'limit'>, asked: { readonly isAsked: boolean }): Promise<number> {
    const { ready, isStored } = await settleHeld({ ...filter, ...asked, limit: BATCH }, this.#parts)
    if (!isStored) this.#retryLater()
    return ready
  }

  #wakeAt(atMs: number): void {
    if (this.#closed || atMs >= this.#wakesAtMs) return
    this.#cancelTimer()
    this.#wakesAtMs = atMs
    const { clock } = this.#parts
    this.#cancelTimer = clock.after(atMs - clock.now(), () => {
      this.#wakesAtMs = Infinity
      this.settleDue()
    })
  }

  #retryLater(): void {
    this.#wakeAt(this.#parts.clock.now() + RETRY_MS)
  }

  #run(work: () => Promise<void>): void {
    const running = work().catch((error: unknown) => {
      if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing: 'settle held events' }, error)
      this.#retryLater()
    })
    this.#underWay.add(running)
    void running.finally(() => this.#underWay.delete(running))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    this.#cancelLook()
    await Promise.all(this.#underWay)
  }
}
