import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import type { DecidedEvent } from '../domain/delivery/queue.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { isDerived } from '../domain/event/derived-event.ts'
import type { RegistryEvent, SourceEvent } from '../domain/event/event.ts'
import type { ReaderOf } from '../domain/registry/registry-reader.ts'
import { type ReceivedEvents, keptOutCount } from '../domain/event/source-account.ts'
import type { IgnoredEntry, Source } from '../domain/registry/source.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { type Accept, type AcceptSlices, type IntakeResult, acceptInSlices } from './accept-in-slices.ts'
import { type StoredDecision, decideAndStore } from './decide-and-store.ts'
import { type BatchDecision, type DecideBatch, createBatchDecider } from './decide-batch.ts'
import { type EventContexts, createEventContexts } from './event-context.ts'
import { HeldEvents } from './held/held-events.ts'
import { HeldPushes } from './held/held-pushes.ts'
import { type HoldTimes, holdUntilMs } from './held/hold-until.ts'
import { type TakeIntakeSteps, createIntakeSteps } from './intake-steps.ts'
import type { LastEvents } from './last-events.ts'
import { type CountedDecision, counted, receivedEvents } from './received-events.ts'
import type { RegistryHosts } from './registry-hosts.ts'
import type { OrderScans } from './scan-on-push.ts'

export interface IntakeParts {
  readonly store: Store
  readonly formats: readonly PayloadFormat[]
  readonly dispatch: Dispatch
  readonly lastEvents: Pick<LastEvents, 'note'>
  readonly orderScans: OrderScans
  readonly registryHosts: Pick<RegistryHosts, 'hostOf'>
  readonly clock: Clock
  readonly log: Log
  /** Whether an event of an unknown project creates the project; otherwise such events are kept out. */
  readonly createProjects: boolean
  readonly readerOf: ReaderOf
  readonly holdTimes: HoldTimes
  /** How far the clocks of two instances of a registry may be apart. */
  readonly toleranceMs: number
  /** Within this time, requests of one client for one artifact are one pull; 0: each is one. */
  readonly pullWindowMs: number
  /** Whether policies that do not name a way have Harbor's. */
  readonly harborWay: boolean
}

/** Notifications that may wait for the store; beyond that the source has to send again later. */
const MAX_WAITING = 5000

/** Takes the events of a source in: from translated events to stored ones. */
export class Intake implements AsyncDisposable {
  readonly #parts: IntakeParts
  readonly #contexts: EventContexts
  readonly #decide: DecideBatch
  readonly #held: HeldEvents
  readonly #heldPushes: HeldPushes
  readonly #steps: TakeIntakeSteps
  /**
   * Stores events with their verdicts, payloads and deliveries; once it resolves, none of them can be lost.
   *
   * @param ignored the entries that the source reported with them and that make no event; they say what clients are doing
   * @throws BellbuoyError `UNAVAILABLE` when the store cannot write or too much waits for it; of a large notification, the slices before
   *   are stored then
   */
  readonly accept: Accept
  /** As `accept`. */
  readonly acceptSlices: AcceptSlices
  #waiting = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
    const formats = new Map(parts.formats.map((format) => [format.name, format]))
    this.#contexts = createEventContexts(parts.store, parts)
    this.#heldPushes = new HeldPushes(parts.holdTimes)
    const shared = { ...parts, formats, contexts: this.#contexts, heldPushes: this.#heldPushes }
    this.#decide = createBatchDecider(shared)
    this.#held = new HeldEvents({ ...shared, isShared: parts.store.otherNodes.mayExist })
    this.#steps = createIntakeSteps({ ...shared, held: this.#held })
    const inSlices = acceptInSlices((...notification) => this.#accept(...notification))
    this.accept = inSlices.accept
    this.acceptSlices = inSlices.acceptSlices
  }

  /** Takes over the events that an earlier process held. */
  start(): Promise<void> {
    return this.#held.start()
  }

  async #accept(
    source: Source,
    sourceEvents: readonly SourceEvent[],
    ignored: readonly IgnoredEntry[] = [],
  ): Promise<IntakeResult> {
    const { clock, lastEvents, log, orderScans, holdTimes } = this.#parts
    if (this.#waiting >= MAX_WAITING) throw tooBusy(`${MAX_WAITING} notifications already wait to be stored`)
    const acceptedAtMs = clock.now()
    const steps = await this.#steps.take({ source, events: sourceEvents, ignored, acceptedAtMs })
    const { wanted, unmerged, events } = steps
    const merged = wanted.length - unmerged.length
    if (merged > 0) log.pullsMerged({ source: source.name, count: merged })
    // A push without a tag orders its scan once it is known that it is no part of an index.
    await orderScans(events.filter((event) => holdUntilMs(event, false, holdTimes) === null))
    const received = receivedEvents(steps, { sourceId: source.id, atMs: acceptedAtMs })
    const stored = await this.#decideAndStore(events, received)
    if (stored.decision.withoutProject > 0) this.#forgetAllBut(stored, events)
    const { accepted, repeated, eventIds } = this.#followUp(stored)
    if (accepted > 0) lastEvents.note(source.id, acceptedAtMs)
    this.#logLate(stored)
    if (this.#steps.concerns(events)) await this.#steps.remember(events)
    const keptOut = keptOutCount(stored.decision.received)
    return { accepted, repeated: repeated + merged, keptOut, eventIds }
  }

  /** With the account of the source, which is stored before the answer also where no event is. */
  async #decideAndStore(
    events: readonly RegistryEvent[],
    counts: ReceivedEvents,
  ): Promise<StoredDecision<CountedDecision>> {
    const { dispatch, clock, store } = this.#parts
    const decide = async () => counted(await this.#decide(events), counts)
    const steps = { decide, store: store.queue.accept }
    this.#waiting++
    try {
      const stored = await decideAndStore(steps, { dispatch, clock, contexts: this.#contexts })
      if (stored !== null) {
        const { decision } = stored
        if (decision.events.length === 0 && counts.received > 0)
          await store.queue.countReceived(decision.received)
        return stored
      }
    } catch (error) {
      this.#heldPushes.forget(events.map(({ id }) => id))
      throw error
    } finally {
      this.#waiting--
    }
    this.#heldPushes.forget(events.map(({ id }) => id))
    throw tooBusy('the policies change faster than events can be decided')
  }

  /** What has no project is not stored, so it is not held either. */
  #forgetAllBut({ decision }: StoredDecision<BatchDecision>, events: readonly RegistryEvent[]): void {
    const decided = new Set(decision.events.map(({ event }) => event.id))
    this.#heldPushes.forget(events.flatMap(({ id }) => (decided.has(id) ? [] : id)))
  }

  #followUp({ decision: { events }, deliveryIds, hasFollowUps }: StoredDecision<BatchDecision>) {
    const isNew = (index: number): boolean => (deliveryIds[index] ?? null) !== null
    const stored = events.filter((_, index) => isNew(index))
    const repeatedIds = events.flatMap(({ event }, index) => (isNew(index) ? [] : event.id))
    this.#contexts.noteStored(stored)
    // A repeated event changes nothing in the store, but deciding it has changed the cached tags of its repository.
    this.#contexts.forgetRepositories(events.filter((_, index) => !isNew(index)))
    this.#heldPushes.forget(repeatedIds)
    this.#heldPushes.follow(stored)
    this.#held.follow(stored)
    if (hasFollowUps) this.#held.settleDue()
    const reported = reportedAmong(stored)
    const accepted = reported.length
    const repeated = reportedAmong(events).length - accepted
    return { accepted, repeated, eventIds: reported.map(({ event }) => event.id) }
  }

  #logLate({ decision: { events } }: StoredDecision<BatchDecision>): void {
    const late = events.flatMap(({ event }) => (event.late === true ? event : []))
    const [first] = late
    if (first === undefined) return
    const { sourceName: source, repository } = first
    this.#parts.log.eventsLate({ source, repository, count: late.length })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held[Symbol.asyncDispose]()
  }
}

/** The events that a source reported, and Bellbuoy did not derive. */
function reportedAmong(events: readonly DecidedEvent[]): readonly DecidedEvent[] {
  return events.filter(({ event }) => !isDerived(event))
}

function tooBusy(why: string): BellbuoyError {
  return new BellbuoyError('UNAVAILABLE', `${why}; try again`, { retryAfterSeconds: 1 })
}
