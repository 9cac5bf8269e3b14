import type { Clock } from '../domain/clock.ts'
import type { Dispatch } from '../domain/dispatch.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { RegistryEvent, SourceEvent } from '../domain/event.ts'
import { uuidV7 } from '../domain/ids.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import type { Acceptance, AcceptResult, DecidedEvent } from '../domain/queue.ts'
import type { Source } from '../domain/source.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { decide } from './decide.ts'
import { handOver, release } from './hand-over.ts'
import type { LastEvents } from './last-events.ts'
import { type Rulings, createRulings } from './rulings.ts'

export interface IntakeParts {
  readonly store: Store
  readonly formats: readonly PayloadFormat[]
  readonly dispatch: Dispatch
  readonly lastEvents: Pick<LastEvents, 'note'>
  readonly clock: Clock
  readonly log: Log
  /** Whether the project of an event is made when there is none; otherwise such events are kept out. */
  readonly createProjects: boolean
}

/** What became of the events of one notification. */
export interface IntakeResult {
  readonly accepted: number
  /** Told before by the same source. */
  readonly repeated: number
  /** Kept out: their project does not exist and none may be made. */
  readonly withoutProject: number
}

/** Notifications that may wait for the store; beyond that the registry is asked to come again. */
const MAX_WAITING = 5000
/** How often rules may change under a decision before it is left to the registry's next try. */
const MAX_TRIES = 10

/** From translated events to stored ones. */
export class Intake {
  readonly #parts: IntakeParts
  readonly #formats: ReadonlyMap<string, PayloadFormat>
  readonly #rulings: Rulings
  #waiting = 0

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#formats = new Map(parts.formats.map((format) => [format.name, format]))
    this.#rulings = createRulings(parts.store, parts)
  }

  /**
   * Stores events with their verdicts, payloads and deliveries; once it resolves nothing of it can be lost.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the store cannot write or too much waits for it; nothing is stored then
   */
  async accept(source: Source, sourceEvents: readonly SourceEvent[]): Promise<IntakeResult> {
    const { clock, dispatch } = this.#parts
    if (this.#waiting >= MAX_WAITING) throw tooBusy(`${MAX_WAITING} notifications already wait to be stored`)
    const acceptedAtMs = clock.now()
    const events = sourceEvents.map((event) => identify(event, source, acceptedAtMs))
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { revision, decided } = await this.#decide(events)
      const lease = { owner: dispatch.owner, untilMs: clock.now() + dispatch.leaseMs }
      const result = await this.#store({ revision, lease, events: decided })
      if (result.outcome === 'stored') {
        const repeated = handOver(dispatch, decided, result.deliveryIds)
        const withoutProject = events.length - decided.length
        if (decided.length > repeated) this.#parts.lastEvents.note(source.id, acceptedAtMs)
        return { accepted: decided.length - repeated, repeated, withoutProject }
      }
      this.#rulings.refresh()
    }
    throw tooBusy('the policies change faster than events can be decided')
  }

  async #decide(events: readonly RegistryEvent[]): Promise<{ revision: number; decided: DecidedEvent[] }> {
    const rulings = await Promise.all(events.map((event) => this.#rulings.of(event)))
    const decided: DecidedEvent[] = []
    let revision = Infinity
    for (const [index, event] of events.entries()) {
      const ruling = rulings[index] ?? null
      if (ruling === null) {
        this.#parts.log.projectUnknown({ project: event.project, count: 1 })
        continue
      }
      revision = Math.min(revision, ruling.rules.revision)
      decided.push(
        decide({ event, ...ruling, formats: this.#formats, reserve: this.#parts.dispatch.reserve }),
      )
    }
    return { revision, decided }
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
      throw error
    } finally {
      this.#waiting--
    }
  }
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
