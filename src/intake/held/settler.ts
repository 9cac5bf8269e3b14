import type { Clock } from '../../domain/clock.ts'
import type { Dispatch } from '../../domain/delivery/dispatch.ts'
import { isUnavailable } from '../../domain/errors.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { type Manifest, childrenOf } from '../../domain/event/manifest.ts'
import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import type { Project } from '../../domain/project.ts'
import type { DecidedEvent, HeldEvent, HeldFilter, Settlement } from '../../domain/delivery/queue.ts'
import type { ReaderOf } from '../../domain/registry/registry-reader.ts'
import type { Rules } from '../../domain/policy/rules.ts'
import type { Store } from '../../domain/store.ts'
import type { Log } from '../../log.ts'
import { decide } from '../decide.ts'
import { handOver, release } from '../hand-over.ts'
import { type Knowledge, settleEvent } from './settle-event.ts'
import type { EventContexts } from '../event-context.ts'

export interface SettlerParts {
  readonly store: Store
  readonly formats: ReadonlyMap<string, PayloadFormat>
  readonly dispatch: Dispatch
  readonly contexts: EventContexts
  readonly readerOf: ReaderOf
  readonly clock: Clock
  readonly log: Log
}

/** Events settled in one transaction. */
const BATCH = 200
/** After a fault of the store. */
const RETRY_MS = 1000
const MAX_TRIES = 10

/**
 * Decides events that were held, as soon as it is known what they are, and at the latest when their time has come. All that it
 * needs is stored, so that it goes on after the end of a process where that left off.
 */
export class Settler implements AsyncDisposable {
  readonly #parts: SettlerParts
  readonly #underWay = new Set<Promise<void>>()
  #cancelTimer: () => void = () => undefined
  #wakesAtMs = Infinity
  #closed = false

  constructor(parts: SettlerParts) {
    this.#parts = parts
  }

  /** Takes over what an earlier process held. */
  async start(): Promise<void> {
    await this.#settleDue()
  }

  /** Looks after events that were just stored: held ones, and indexes that claim them. */
  follow(stored: readonly Pick<DecidedEvent, 'event' | 'projectId' | 'heldUntilMs'>[]): void {
    for (const { event, projectId, heldUntilMs } of stored) {
      if (heldUntilMs !== null) this.#wake(heldUntilMs)
      const { digest, mediaType } = artifactOf(event)
      if (digest === null) continue
      const parts = childrenOf({ mediaType, references: event.references ?? [] })
      if (parts.length > 0) this.#run(() => this.#settle({ repository: event.repository, digests: parts }))
      if (heldUntilMs !== null) this.#run(() => this.#learn(event, projectId, digest))
    }
  }

  /** Decides what is due now: for events that the store made of others. */
  settleDue(): void {
    this.#run(() => this.#settleDue())
  }

  /** Asks the registry, keeps what it says, and settles what waited for that. */
  async #learn(event: RegistryEvent, projectId: number, digest: string): Promise<void> {
    const { store, readerOf } = this.#parts
    const { repository, sourceName } = event
    const known = await store.registry.manifest(event, digest)
    const reader = await readerOf(sourceName)
    const read =
      known?.isComplete === true || reader === null ? null : await reader.manifest(repository, digest)
    if (read !== null) {
      const { hasFollowUps } = await store.queue.storeManifest({ event, projectId, manifest: read })
      if (hasFollowUps) this.settleDue()
    }
    await this.#settle({ repository, digests: [digest] }, { isAsked: true })
    const manifest = read ?? known
    const parts = manifest === null ? [] : childrenOf(manifest)
    if (parts.length > 0) await this.#settle({ repository, digests: parts })
  }

  async #settleDue(): Promise<void> {
    this.#cancelTimer()
    this.#wakesAtMs = Infinity
    const { queue } = this.#parts.store
    for (let settled = BATCH; settled === BATCH && !this.#closed;) {
      settled = await this.#settle({ dueAtMs: this.#parts.clock.now() }, { isAsked: true })
    }
    const [next] = await queue.held({ limit: 1 })
    if (next !== undefined) this.#wake(next.heldUntilMs)
  }

  #wake(atMs: number): void {
    if (this.#closed || atMs >= this.#wakesAtMs) return
    this.#cancelTimer()
    this.#wakesAtMs = atMs
    const { clock } = this.#parts
    this.#cancelTimer = clock.after(atMs - clock.now(), () => {
      this.#wakesAtMs = Infinity
      this.#run(() => this.#settleDue())
    })
  }

  /** @returns how many events were decided */
  async #settle(filter: Omit<HeldFilter, 'limit'>, { isAsked = false } = {}): Promise<number> {
    const held = await this.#parts.store.queue.held({ ...filter, limit: BATCH })
    const nowMs = this.#parts.clock.now()
    const ready: HeldEvent[] = []
    for (const one of held) {
      const event = settleEvent(one.event, await this.#knowledgeOf(one.event, isAsked), {
        isDue: one.heldUntilMs <= nowMs,
      })
      if (event !== null) ready.push({ ...one, event })
    }
    if (ready.length > 0) await this.#decideAndStore(ready)
    return ready.length
  }

  async #knowledgeOf(event: RegistryEvent, isAsked: boolean): Promise<Knowledge> {
    const { registry } = this.#parts.store
    const { digest } = artifactOf(event)
    const nothing: readonly Manifest[] = []
    if (digest === null) return { manifest: null, parents: nothing, isAsked: true }
    const [manifest, parents] = await Promise.all([
      registry.manifest(event, digest),
      registry.parentsOf(event, digest),
    ])
    const isNobodyToAsk = (await this.#parts.readerOf(event.sourceName)) === null
    return { manifest, parents, isAsked: isAsked || isNobodyToAsk || manifest?.isComplete === true }
  }

  async #decideAndStore(ready: readonly HeldEvent[]): Promise<void> {
    const { dispatch, contexts, clock } = this.#parts
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { revision, decided } = await this.#decide(ready)
      const lease = { owner: dispatch.owner, untilMs: clock.now() + dispatch.leaseMs }
      const result = await this.#store({ revision, lease, events: decided })
      if (result.outcome === 'stored') {
        handOver(dispatch, decided, result.deliveryIds)
        return
      }
      contexts.refresh()
    }
    this.#wake(clock.now() + RETRY_MS)
  }

  async #decide(ready: readonly HeldEvent[]): Promise<{ revision: number; decided: DecidedEvent[] }> {
    const { contexts, formats, dispatch } = this.#parts
    const rules = await Promise.all(ready.map(({ event }) => contexts.rulesOf(event.project)))
    const decided = ready.flatMap((held, index) => {
      const found = rules[index]
      if (found === undefined) return []
      return [decide({ ...held, rules: rulesFor(held, found), formats, reserve: dispatch.reserve })]
    })
    return { revision: Math.min(...rules.map(({ revision }) => revision)), decided }
  }

  async #store(settlement: Settlement) {
    const { store, dispatch } = this.#parts
    try {
      const result = await store.queue.settle(settlement)
      if (result.outcome === 'stale') release(dispatch, settlement.events)
      return result
    } catch (error) {
      release(dispatch, settlement.events)
      throw error
    }
  }

  #run(work: () => Promise<unknown>): void {
    const running = work().then(
      () => undefined,
      (error: unknown) => {
        if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing: 'settle held events' }, error)
        this.#wake(this.#parts.clock.now() + RETRY_MS)
      },
    )
    this.#underWay.add(running)
    void running.finally(() => this.#underWay.delete(running))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await Promise.all(this.#underWay)
  }
}

/** The rules for an event that was held; when its project went meanwhile, nobody wants it any more. */
function rulesFor({ event, projectId }: HeldEvent, rules: Rules): Rules & { readonly project: Project } {
  const { project } = rules
  if (project !== null) return { ...rules, project }
  const times = { createdAtMs: event.acceptedAtMs, updatedAtMs: event.acceptedAtMs }
  const gone = { id: projectId, name: event.project, isPublic: false, ownerId: 0, metadata: {}, ...times }
  return { ...rules, project: gone, policies: [] }
}
