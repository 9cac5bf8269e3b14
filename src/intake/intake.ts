import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { RegistryEvent, SourceEvent } from '../domain/event/event.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { Acceptance, AcceptResult, DecidedEvent } from '../domain/delivery/queue.ts'
import type { ReaderOf } from '../domain/registry/registry-reader.ts'
import type { Source } from '../domain/registry/source.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { type Decider, createDecider, isDerived } from './decider.ts'
import { handOver, release } from './hand-over.ts'
import type { HoldingTimes } from './held/hold-until.ts'
import type { LastEvents } from './last-events.ts'
import { resolveDeletion } from './resolve-deletion.ts'
import { PullWindow } from './pull-window.ts'
import type { OrderScans } from './scan-on-push.ts'
import { type EventContexts, createEventContexts } from './event-context.ts'
import { Settler } from './held/settler.ts'

export interface IntakeParts {
  readonly store: Store
  readonly formats: readonly PayloadFormat[]
  readonly dispatch: Dispatch
  readonly lastEvents: Pick<LastEvents, 'note'>
  readonly orderScans: OrderScans
  readonly clock: Clock
  readonly log: Log
  /** Whether the project of an event is made when there is none; otherwise such events are kept out. */
  readonly createProjects: boolean
  readonly readerOf: ReaderOf
  readonly holding: HoldingTimes
  /** Within which requests for the same by the same are one pull; 0: each is one. */
  readonly pullWindowMs: number
}

/** What became of the events of one notification. */
export interface IntakeResult {
  readonly accepted: number
  /** Told before by the same source, or part of a pull that was. */
  readonly repeated: number
  /** Kept out: their project does not exist and none may be made, or they turned out to be about blobs. */
  readonly keptOut: number
}

/** Notifications that may wait for the store; beyond that the registry is asked to come again. */
const MAX_WAITING = 5000
/** How often rules may change under a decision before it is left to the registry's next try. */
const MAX_TRIES = 10

/** From translated events to stored ones. */
export class Intake implements AsyncDisposable {
  readonly #parts: IntakeParts
  readonly #contexts: EventContexts
  readonly #decide: Decider
  readonly #settler: Settler
  readonly #pulls: PullWindow
  #waiting = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
    const formats = new Map(parts.formats.map((format) => [format.name, format]))
    this.#contexts = createEventContexts(parts.store, parts)
    this.#decide = createDecider({ ...parts, formats, contexts: this.#contexts })
    this.#pulls = new PullWindow(parts.pullWindowMs)
    this.#settler = new Settler({ ...parts, formats, contexts: this.#contexts })
  }

  /** Goes on with what an earlier process held. */
  start(): Promise<void> {
    return this.#settler.start()
  }

  /**
   * Stores events with their verdicts, payloads and deliveries; once it resolves nothing of it can be lost.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the store cannot write or too much waits for it; nothing is stored then
   */
  async accept(source: Source, sourceEvents: readonly SourceEvent[]): Promise<IntakeResult> {
    const { clock, dispatch, store, log, orderScans } = this.#parts
    if (this.#waiting >= MAX_WAITING) throw tooBusy(`${MAX_WAITING} notifications already wait to be stored`)
    const acceptedAtMs = clock.now()
    const told = sourceEvents.map((event) => identify(event, source, acceptedAtMs))
    const { events: pulledOnce, merged } = this.#pulls.merge(told)
    if (merged > 0) log.pullsMerged({ source: source.name, count: merged })
    const events = await withoutBlobs(pulledOnce, store)
    await orderScans(events)
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { revision, decided, withoutProject } = await this.#decide(events)
      const lease = { owner: dispatch.owner, untilMs: clock.now() + dispatch.leaseMs }
      const result = await this.#store({ revision, lease, events: decided })
      if (result.outcome === 'stored') {
        const keptOut = pulledOnce.length - events.length + withoutProject
        const { accepted, repeated } = this.#stored(decided, result.deliveryIds)
        if (accepted > 0) this.#parts.lastEvents.note(source.id, acceptedAtMs)
        if (result.hasFollowUps === true) this.#settler.settleDue()
        await this.#pulls.remember(events, store.registry)
        return { accepted, repeated: repeated + merged, keptOut }
      }
      this.#contexts.refresh()
    }
    throw tooBusy('the policies change faster than events can be decided')
  }

  #stored(decided: readonly DecidedEvent[], deliveryIds: readonly (readonly number[] | null)[]) {
    handOver(this.#parts.dispatch, decided, deliveryIds)
    const isNew = (_: DecidedEvent, index: number): boolean => (deliveryIds[index] ?? null) !== null
    const stored = decided.filter(isNew)
    // What was told again has changed nothing in the store, but what memory holds of its repository's tags.
    if (stored.length < decided.length) this.#contexts.refresh()
    this.#settler.follow(stored)
    const count = (events: readonly DecidedEvent[]): number =>
      events.filter(({ event }) => !isDerived(event)).length
    return { accepted: count(stored), repeated: count(decided) - count(stored) }
  }

  async #store(acceptance: Acceptance): Promise<AcceptResult> {
    if (acceptance.events.length === 0) return { outcome: 'stored', deliveryIds: [] }
    const { store, dispatch } = this.#parts
    this.#waiting++
    try {
      const result = await store.queue.accept(acceptance)
      if (result.outcome === 'stale') release(dispatch, acceptance.events)
      return result
    } catch (error) {
      release(dispatch, acceptance.events)
      this.#contexts.refresh()
      throw error
    } finally {
      this.#waiting--
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#settler[Symbol.asyncDispose]()
  }
}

async function withoutBlobs(
  events: readonly RegistryEvent[],
  { registry }: Pick<Store, 'registry'>,
): Promise<readonly RegistryEvent[]> {
  if (!events.some(({ type }) => type === 'DELETE_ARTIFACT')) return events
  const all = await Promise.all(events.map((event) => resolveDeletion(event, registry)))
  return all.filter((event) => event !== null)
}

function identify(event: SourceEvent, source: Source, nowMs: number): RegistryEvent {
  return {
    ...event,
    id: uuidV7(nowMs),
    sourceId: source.id,
    sourceName: source.name,
    sourceKind: source.kind,
    acceptedAtMs: nowMs,
  }
}

function tooBusy(why: string): BellbuoyError {
  return new BellbuoyError('UNAVAILABLE', `${why}; nothing was stored, try again`, { retryAfterSeconds: 1 })
}
