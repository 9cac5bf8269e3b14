import type { Clock } from '../../domain/clock.ts'
import type { NoteCommit } from '../../domain/delivery/commit.ts'
import type { PoolUse } from '../../domain/store.ts'
import { isUnavailable, messageOf } from '../../domain/errors.ts'
import type { AcceptResult, Completion, CompletionResult, Sweep, Swept } from '../../domain/delivery/queue.ts'
import type { ReceivedEvents } from '../../domain/event/source-account.ts'
import type { ServiceClock } from '../clock/service-clock.ts'
import { BY_INDEX } from './connection-settings.ts'
import { Gatherer } from './gatherer.ts'
import { type AgingAcceptance, accept } from './hot/accept.ts'
import { complete } from './hot/complete.ts'
import { countReceived } from './hot/count-received.ts'
import { keepTime } from './hot/keep-time.ts'
import { forgetBare } from './hot/registry/forget-bare.ts'
import type { Session } from './hot/session.ts'
import { stopSlice } from './hot/stop-slice.ts'
import { sweep } from './hot/sweep.ts'
import { ReconnectingPool } from './reconnecting-pool.ts'
import type { ServerAddress } from './server-address.ts'
import { inTransaction } from './in-transaction.ts'

/** Connections that only intake uses, so that nothing else keeps a registry waiting. */
const FOR_INTAKE = 4
const FOR_DELIVERY = 4
/** One connection is left for what is held, and for manifests that were read. */
const ACCEPTANCES_UNDER_WAY = 3
/** Of several only one that takes long; claims and what is given back use the others. */
const COMPLETIONS_UNDER_WAY = 2
/** Callers within this time share a look, so that nobody can keep the database busy by asking. */
const SHARED_LOOK_MS = 1000

export interface HotWriterParts {
  readonly address: ServerAddress
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
  readonly noteCommit?: NoteCommit | undefined
}

/** Runs the hot operations, many calls in a transaction. */
export class HotWriter implements AsyncDisposable {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  readonly #intake: ReconnectingPool
  readonly #delivery: ReconnectingPool
  readonly #accept: Gatherer<AgingAcceptance, AcceptResult>
  readonly #received: Gatherer<ReceivedEvents, null>
  readonly #complete: Gatherer<Completion, CompletionResult>
  #bareAfter = 0
  #look: { readonly atMs: number; readonly fault: Promise<string | null> } | null = null

  constructor({ address, clock, noteCommit }: HotWriterParts) {
    const pool = (purpose: string, maxConnections: number): ReconnectingPool =>
      new ReconnectingPool({ address, purpose, maxConnections, settings: BY_INDEX, pipeline: true, clock })
    this.#clock = clock
    this.#intake = pool('intake', FOR_INTAKE)
    this.#delivery = pool('delivery', FOR_DELIVERY)
    this.#accept = new Gatherer({
      carryOut: (acceptances, beginNext) =>
        inTransaction(this.#intake, async (session) => {
          const results = await accept(session, acceptances)
          // Only its disk is waited for.
          beginNext()
          return results
        }),
      maxUnderWay: ACCEPTANCES_UNDER_WAY,
      noteCommit,
      clock,
      // An event whose successor in its repository was stored first would be refused, and decided anew.
      keysOf: ({ events }) => events.map(({ event }) => event.repository).filter((path) => path !== ''),
    })
    this.#received = new Gatherer({
      carryOut: (received) => inTransaction(this.#intake, (session) => countAll(session, received)),
      maxUnderWay: 1,
      noteCommit,
      clock,
    })
    this.#complete = new Gatherer({
      carryOut: (completions) => inTransaction(this.#delivery, (session) => complete(session, completions)),
      maxUnderWay: COMPLETIONS_UNDER_WAY,
      noteCommit,
      clock,
      rests: true,
    })
  }

  get connections(): readonly PoolUse[] {
    return [this.#intake.use, this.#delivery.use]
  }

  accept(acceptance: AgingAcceptance): Promise<AcceptResult> {
    return this.#accept.submit(acceptance)
  }

  async countReceived(received: ReceivedEvents): Promise<void> {
    await this.#received.submit(received)
  }

  complete(completion: Completion): Promise<CompletionResult> {
    return this.#complete.submit(completion)
  }

  /** Runs an operation of intake in a transaction of its own. */
  forIntake<Result>(run: (session: Session) => Promise<Result> | Result): Promise<Result> {
    return inTransaction(this.#intake, run)
  }

  /** Runs an operation of the dispatcher in a transaction of its own. */
  forDelivery<Result>(run: (session: Session) => Promise<Result> | Result): Promise<Result> {
    return inTransaction(this.#delivery, run)
  }

  async sweep(asked: Sweep, serviceClock: ServiceClock): Promise<Swept> {
    const serviceTime = serviceClock.reading()
    const swept = await this.forDelivery((session) => sweep(session, { ...asked, serviceTime }))
    this.#bareAfter = await this.forDelivery((session) => forgetBare(session, this.#bareAfter))
    return swept
  }

  /** Stops slice by slice, so that nothing waits for longer than a slice takes. What it leaves, the next sweep ends. */
  async finishStops(): Promise<void> {
    try {
      while (await this.forDelivery((session) => stopSlice(session, this.#clock.now())));
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }

  /** Why the database cannot write now, found out by writing; null when it can. Never rejects. */
  writeFault(serviceClock: ServiceClock): Promise<string | null> {
    const nowMs = serviceClock.now()
    if (this.#look === null || nowMs - this.#look.atMs >= SHARED_LOOK_MS) {
      const written = this.forDelivery((session) => keepTime(session, serviceClock.reading()))
      this.#look = { atMs: nowMs, fault: written.then(() => null, messageOf) }
    }
    return this.#look.fault
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#intake[Symbol.asyncDispose](), this.#delivery[Symbol.asyncDispose]()])
  }
}

function countAll(session: Session, received: readonly ReceivedEvents[]): readonly null[] {
  countReceived(
    session,
    received.map((one) => ({ received: one, repeated: 0 })),
  )
  session.finish()
  return received.map(() => null)
}
