import { randomUUID } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import { type LeasedDelivery, type NextState, nextState } from '../domain/delivery/delivery.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { LeaseCounts, SenderCounts } from '../domain/delivery/delivery-counts.ts'
import type { RetryRule } from '../domain/delivery/retry-rule.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { Templates } from '../domain/delivery/templates.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { type Attempter, createAttempter } from './attempter.ts'
import { BreakerRecord } from './breaker-record.ts'
import { Claimer } from './claimer.ts'
import { NOT_ATTEMPTED, endedAttempt, exhaustedAttempt } from './ended-attempt.ts'
import { HeldBudget } from './held-budget.ts'
import { Lane } from './lane.ts'
import type { LaneHost } from './lane-host.ts'
import { logAttempt } from './log-attempt.ts'
import { PaceDuty } from './pace-duty.ts'
import { UNPACED } from './pacing.ts'
import { Recorder } from './recorder.ts'
import { Returns } from './returns.ts'
import { RunningWork } from './running-work.ts'
import { Senders } from './senders.ts'

export interface DispatcherParts {
  readonly store: Store
  readonly targetKinds: readonly TargetKind[]
  readonly templates: Templates
  readonly retryRule: RetryRule
  readonly clock: Clock
  /** In [0, 1); spreads the retries. */
  readonly random: () => number
  readonly log: Log
  /** Attempts under way at a time, at the most. */
  readonly attemptsLimit: number
  /** Hears that an attempt found no file descriptor. */
  readonly noteExhausted: () => void
  /** Hears of each attempt that is on record and that its delivery follows. */
  readonly noteEnded?: ((delivery: LeasedDelivery, outcome: Outcome, next: NextState) => void) | undefined
}

/** Longer than any attempt with its record takes; only a process that is gone lets a lease run out. */
const LEASE_MS = 120_000
/** Payloads that wait in memory for their turn. */
const HELD_BYTES = 32 * 1024 ** 2

/**
 * Takes due deliveries under a lease and has them sent, each target in a lane of its own. What is due is known from three
 * sides: intake hands over what it has just stored, a timer of each lane waits for the next retry, and the sweeper asks the
 * store. None of it is certain; the store alone decides what is leased.
 */
export class Dispatcher implements Dispatch, AsyncDisposable {
  readonly owner = randomUUID()
  readonly leaseMs = LEASE_MS
  readonly #parts: DispatcherParts
  readonly #attempter: Attempter
  readonly #recorder: Recorder
  readonly #claimer: Claimer
  readonly #breakers: BreakerRecord
  readonly #senders: Senders<Lane>
  readonly #paceDuty: PaceDuty
  readonly #returns: Returns
  readonly #lanes = new Map<number, Lane>()
  readonly #host: LaneHost<Lane>
  readonly #work: RunningWork
  readonly #counts = { handedOver: 0, claimed: 0, returned: 0 }
  #closed = false

  constructor(parts: DispatcherParts) {
    const { store, clock, log } = parts
    const { queue, duties, otherNodes } = store
    const { owner, leaseMs } = this
    this.#parts = parts
    const recorder = new Recorder({ queue, clock, log })
    this.#recorder = recorder
    this.#work = new RunningWork(log)
    this.#attempter = createAttempter({
      ...parts,
      keepRendering: (rendering) => recorder.keepRendering(rendering),
    })
    const laneOf = (targetId: number): Lane => this.#lane(targetId)
    this.#breakers = new BreakerRecord({
      breakers: store.breakers,
      recorder,
      log,
      isOpen: (targetId) => laneOf(targetId).breaker.isOpen,
      track: this.#work.track,
    })
    this.#senders = new Senders(parts.attemptsLimit, clock)
    const counts = this.#counts
    this.#claimer = new Claimer({ queue, owner, leaseMs, laneOf, counts, clock, log })
    this.#returns = new Returns({ queue, recorder, owner, laneOf, counts, clock, log })
    const askAgain = (targetId: number): void => this.#askAgain(targetId)
    this.#paceDuty = new PaceDuty({ duties, otherNodes, clock, askAgain })
    this.#host = this.#hostOfLanes()
    store.onRulesChanged(() => {
      for (const lane of this.#lanes.values()) lane.forgetPace()
    })
  }

  get counts(): LeaseCounts & SenderCounts {
    return { ...this.#counts, ...this.#senders.counts }
  }

  /** Opens the breakers that were open when the last process ended. Nothing may be dispatched before. */
  async restoreBreakers(): Promise<void> {
    for (const targetId of await this.#parts.store.breakers.all()) {
      const lane = this.#lane(targetId)
      lane.breaker.restore()
      // It has to know how the target is reached, to see that someone changes it.
      lane.forgetPace()
    }
  }

  /** Asks the store for every target with waiting deliveries, and forgets idle lanes. What waits for a sender is leased anew. */
  async lookAround(): Promise<void> {
    await this.lookForDue()
    for (const lane of this.#lanes.values()) if (lane.isIdle) this.#forget(lane)
    await Promise.all(this.#senders.waiting.map(({ targetId }) => this.hold(targetId)))
  }

  /** Asks the store for every target with waiting deliveries. */
  async lookForDue(): Promise<void> {
    for (const { targetId, dueAtMs } of await this.#parts.store.queue.waitingTargets()) {
      if (dueAtMs !== null) this.expect(targetId, dueAtMs)
    }
  }

  reserve = (targetId: number): boolean => !this.#closed && this.#lane(targetId).reserve()

  release = (targetId: number): void => this.#lane(targetId).release()

  start = (delivery: LeasedDelivery): void => {
    this.#counts.handedOver++
    const leaseEndsAt = this.#parts.clock.monotonic() + LEASE_MS
    this.#lane(delivery.targetId).start({ ...delivery, leaseEndsAt })
  }

  expect = (targetId: number, dueAtMs: number): void => this.#lane(targetId).expect(dueAtMs)

  /** Whether another process paces this target, so that its deliveries are left to that one. */
  isPacedElsewhere = (targetId: number): boolean => this.#paceDuty.isElsewhere(targetId)

  hold = (targetId: number): Promise<void> => this.#returns.now(targetId, this.#lane(targetId).letGo())

  closeBreaker = (targetId: number, because: string): void => {
    if (this.#lane(targetId).closeBreaker()) this.#breakers.closed(targetId, because)
    else this.#breakers.keep(targetId, because)
  }

  #lane(targetId: number): Lane {
    const known = this.#lanes.get(targetId)
    if (known !== undefined) return known
    const lane = new Lane(targetId, this.#host)
    this.#lanes.set(targetId, lane)
    return lane
  }

  /** Nothing starts before the pace has been looked up anew; at once, where something may wait for another process that is gone. */
  #askAgain(targetId: number): void {
    const lane = this.#lanes.get(targetId)
    lane?.forgetPace()
    if (this.isPacedElsewhere(targetId)) lane?.expect(this.#parts.clock.now())
  }

  #forget(lane: Lane): void {
    if (!this.#senders.isWaiting(lane)) this.#lanes.delete(lane.targetId)
  }

  #hostOfLanes(): LaneHost<Lane> {
    return {
      senders: this.#senders,
      clock: this.#parts.clock,
      budget: new HeldBudget(HELD_BYTES),
      isClosed: () => this.#closed,
      lookUpPace: (lane) => this.#work.track('look up a pace', this.#lookUpPace(lane)),
      claimFor: (lane) => this.#claimer.claimFor(lane),
      attempt: (lane, first, others) =>
        this.#work.track('make an attempt', this.#attempt(lane, first, others)),
      giveBack: ({ targetId }, deliveries) =>
        this.#work.track('give deliveries back', this.#returns.now(targetId, deliveries)),
      forget: (lane) => this.#forget(lane),
    }
  }

  async #lookUpPace(lane: Lane): Promise<void> {
    // If the store fails, the attempt fails too, and says so.
    const found = await this.#attempter.paceOf(lane.targetId).catch(() => ({ pace: UNPACED }))
    // Another process may hold the target.
    if ('isHeld' in found && found.isHeld) await this.hold(lane.targetId)
    const pace = await this.#paceDuty.of(lane.targetId, found.pace)
    const hasClosed = 'reachedBy' in found ? lane.learn(pace, found.reachedBy) : lane.learn(pace)
    if (hasClosed) this.#breakers.closed(lane.targetId, 'the target was changed')
  }

  async #attempt(lane: Lane, first: LeasedDelivery, others: readonly LeasedDelivery[]): Promise<void> {
    const deliveries = [first, ...others]
    const nowMs = this.#parts.clock.monotonic()
    const isLate = deliveries.some(({ leaseEndsAt = Infinity }) => leaseEndsAt <= nowMs)
    const outcomes = isLate ? null : await this.#attempter.attempt(first, others)
    const isExhausted = outcomes?.every(({ failure }) => failure?.code === 'exhausted') ?? false
    this.#senders.ended(first.projectId, { isExhausted })
    if (outcomes === null) {
      lane.ended(NOT_ATTEMPTED)
      return this.#returns[isLate ? 'late' : 'now'](lane.targetId, deliveries)
    }
    if (isExhausted) {
      // Nothing was sent, and the receiver has no part in it: the deliveries wait as if they had not been leased.
      this.#parts.noteExhausted()
      lane.ended(exhaustedAttempt(this.#parts.clock.now()))
      return this.#returns.now(lane.targetId, deliveries)
    }
    this.#learn(lane, first, outcomes)
    await Promise.all(outcomes.map((outcome, place) => this.#record(deliveries[place] ?? first, outcome)))
  }

  /** Has the lane learn from an attempt. */
  #learn(lane: Lane, first: LeasedDelivery, outcomes: readonly Outcome[]): void {
    const { clock, retryRule } = this.#parts
    const { maxWaitMs } = retryRule
    const change = lane.ended(endedAttempt(outcomes, { nowMs: clock.now(), maxWaitMs }))
    if (change === 'opened') this.#breakers.opened(first, outcomes[0]?.failure?.text ?? '')
    if (change === 'closed') this.#breakers.closed(lane.targetId, 'it answered an attempt')
  }

  /** Records an attempt, with the state of the delivery after it. */
  async #record(delivery: LeasedDelivery, outcome: Outcome): Promise<void> {
    const { clock, retryRule, random, log, noteEnded } = this.#parts
    const next = nextState(outcome, delivery.failures, retryRule, clock.now(), random())
    const attempt = { ...outcome, deliveryId: delivery.id, number: delivery.attempt }
    const { projectId } = delivery
    const recorded = await this.#recorder.record({ owner: this.owner, projectId, attempt, next })
    // The delivery was stopped or taken over meanwhile, or the program ends: nothing follows.
    if (recorded !== 'moved') return
    logAttempt(log, delivery, outcome, next)
    noteEnded?.(delivery, outcome, next)
    if (next.dueAtMs !== null) this.expect(delivery.targetId, next.dueAtMs)
  }

  /** Starts nothing new, returns waiting deliveries, and waits for the attempts under way (each has its deadline) and their records. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#senders[Symbol.dispose]()
    this.#recorder.close()
    this.#parts.templates.close()
    await this.#claimer.close()
    const lanes = [...this.#lanes.values()]
    await Promise.all(lanes.map((lane) => this.#returns.now(lane.targetId, lane.close())))
    // An attempt that ends may return what waits behind it.
    await this.#work.ended()
    await this.#paceDuty.leave()
  }
}
