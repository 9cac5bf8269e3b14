import { randomUUID } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import type { Outcome } from '../domain/delivery/attempt.ts'
import { type LeasedDelivery, nextState } from '../domain/delivery/delivery.ts'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { RetryRule } from '../domain/delivery/retry-rule.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { isUnavailable } from '../domain/errors.ts'
import type { Store } from '../domain/store.ts'
import type { Log } from '../log.ts'
import { type Attempter, createAttempter } from './attempter.ts'
import { Lane } from './lane.ts'
import { UNPACED } from './pacing.ts'
import { Recorder } from './recorder.ts'
import { tellAttempt } from './tell-attempt.ts'

export interface DispatcherParts {
  readonly store: Store
  readonly targetKinds: readonly TargetKind[]
  readonly retryRule: RetryRule
  readonly clock: Clock
  /** In [0, 1); spreads the retries. */
  readonly random: () => number
  readonly log: Log
}

/** Longer than any attempt with its record takes; only a process that is gone lets a lease run out. */
const LEASE_MS = 120_000
/** How long to leave the store alone after it could not answer. */
const STORE_PAUSE_MS = 1000

/**
 * Takes due deliveries under a lease and has them sent, each target in a lane of its own. What is due is known from three
 * sides: intake hands over what it just stored, a timer a lane waits for the next retry, and the store is asked at the
 * start. All of it is a hint; the store alone decides what is leased.
 */
export class Dispatcher implements Dispatch, AsyncDisposable {
  readonly owner = randomUUID()
  readonly leaseMs = LEASE_MS
  readonly #parts: DispatcherParts
  readonly #attempter: Attempter
  readonly #recorder: Recorder
  readonly #lanes = new Map<number, Lane>()
  /** Targets with something due and room for it. */
  readonly #ready = new Set<number>()
  readonly #running = new Set<Promise<void>>()
  #claiming: Promise<void> | null = null
  #closed = false

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    this.#attempter = createAttempter(parts)
    this.#recorder = new Recorder({ queue: parts.store.queue, clock: parts.clock, log: parts.log })
    parts.store.onRulesChanged(() => {
      for (const lane of this.#lanes.values()) lane.pacing.isKnown = false
    })
  }

  /** Learns from the store what waits. */
  async lookAround(): Promise<void> {
    for (const { targetId, dueAtMs } of await this.#parts.store.queue.waitingTargets()) {
      if (dueAtMs !== null) this.expect(targetId, dueAtMs)
    }
    for (const [targetId, lane] of this.#lanes) if (lane.isIdle) this.#lanes.delete(targetId)
  }

  reserve = (targetId: number): boolean => {
    if (this.#closed) return false
    const lane = this.#lane(targetId)
    const othersWait = lane.claiming || (lane.dueAtMs !== null && lane.dueAtMs <= this.#parts.clock.now())
    if (othersWait || !lane.canHold) return false
    lane.reserve()
    return true
  }

  release = (targetId: number): void => {
    this.#lane(targetId).release()
    this.#consider(targetId)
  }

  start = (delivery: LeasedDelivery): void => {
    const lane = this.#lane(delivery.targetId)
    const { targetId } = delivery
    lane.admit(delivery)
    const { isKnown, isPaced, gatherMs } = lane.pacing
    if (gatherMs === 0 || !isKnown) this.#startNext(lane, targetId)
    // It was taken while nobody knew the pace: what that has no place for goes back.
    if (isKnown && isPaced) this.#track('give deliveries back', this.#giveBack(targetId, lane.letGo()))
  }

  /** Starts as many attempts as the lane's window and pace have room for. */
  #startNext(lane: Lane, targetId: number): void {
    if (this.#closed) return
    if (!lane.pacing.isKnown) {
      this.#learnPace(lane, targetId)
      return
    }
    for (let next = lane.next(); next !== undefined; next = lane.next())
      this.#track('an attempt', this.#run(next, lane.joining(), lane))
  }

  /** Looks up the pace of a lane, and goes on with it. */
  #learnPace(lane: Lane, targetId: number): void {
    if (lane.isLearning) return
    lane.isLearning = true
    const learn = async (): Promise<void> => {
      // Should the store fail, so will the attempt, which then says so.
      lane.pacing.learn(await this.#attempter.paceOf(targetId).catch(() => UNPACED))
      lane.isLearning = false
      const returned = this.#giveBack(targetId, lane.letGo())
      this.#startNext(lane, targetId)
      this.#consider(targetId)
      await returned
    }
    this.#track('look up a pace', learn())
  }

  /** Has the end of the program wait for something. */
  #track(doing: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#parts.log.backgroundFailed({ doing }, error))
      .finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
  }

  expect = (targetId: number, dueAtMs: number): void => {
    const lane = this.#lane(targetId)
    if (lane.dueAtMs === null || dueAtMs < lane.dueAtMs) this.#waitUntil(lane, targetId, dueAtMs)
    else this.#consider(targetId)
  }

  hold = (targetId: number): Promise<void> =>
    this.#giveBack(targetId, this.#lane(targetId).letGo({ all: true }))

  #lane(targetId: number): Lane {
    const known = this.#lanes.get(targetId)
    if (known !== undefined) return known
    const lane = new Lane(this.#parts.clock.now)
    this.#lanes.set(targetId, lane)
    return lane
  }

  #waitUntil(lane: Lane, targetId: number, dueAtMs: number | null): void {
    lane.cancelTimer?.()
    lane.cancelTimer = null
    lane.dueAtMs = dueAtMs
    if (dueAtMs === null || this.#closed) return
    const delayMs = lane.pacing.opensAtMs(dueAtMs) - this.#parts.clock.now()
    if (delayMs <= 0) this.#consider(targetId)
    // A timer may come a moment early, and the clock may be set back: then this waits for the rest.
    else lane.cancelTimer = this.#parts.clock.after(delayMs, () => this.#waitUntil(lane, targetId, dueAtMs))
  }

  /** Has the store asked for a target's due deliveries, if there are some and it has room. */
  #consider(targetId: number): void {
    const lane = this.#lane(targetId)
    if (lane.isIdle) this.#lanes.delete(targetId)
    const { dueAtMs } = lane
    const nowMs = this.#parts.clock.now()
    if (this.#closed || dueAtMs === null || dueAtMs > nowMs || lane.claiming) return
    if (!lane.pacing.isKnown) this.#learnPace(lane, targetId)
    else if (lane.pacing.opensAtMs(dueAtMs) > nowMs) this.#waitUntil(lane, targetId, dueAtMs)
    else if (lane.room > 0) this.#claimFor(targetId)
  }

  #claimFor(targetId: number): void {
    this.#ready.add(targetId)
    this.#claiming ??= this.#claimAll()
  }

  async #claimAll(): Promise<void> {
    try {
      while (this.#ready.size > 0 && !this.#closed) {
        const targetIds = [...this.#ready]
        this.#ready.clear()
        await this.#claim(targetIds).catch((error: unknown) => this.#leaveAlone(targetIds, error))
      }
    } finally {
      // In the same turn as the loop's last look: what becomes ready a moment later must start a new one.
      this.#claiming = null
    }
  }

  #leaveAlone(targetIds: readonly number[], error: unknown): void {
    if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing: 'claim deliveries' }, error)
    const laterMs = this.#parts.clock.now() + STORE_PAUSE_MS
    for (const targetId of targetIds) {
      this.#ready.delete(targetId)
      this.#waitUntil(this.#lane(targetId), targetId, laterMs)
    }
  }

  async #claim(targetIds: readonly number[]): Promise<void> {
    const { store, clock } = this.#parts
    const wants = targetIds.map((targetId) => {
      const lane = this.#lane(targetId)
      const room = lane.room
      lane.claiming = true
      lane.reserve(room)
      return { targetId, lane, room }
    })
    const nowMs = clock.now()
    const lease = { owner: this.owner, untilMs: nowMs + LEASE_MS }
    try {
      const { deliveries, waiting } = await store.queue.claim({
        lease,
        nowMs,
        wants: wants.map(({ targetId, room }) => ({ targetId, room })),
      })
      // All are there before one starts: what goes out together must have come together.
      for (const delivery of deliveries) this.#lane(delivery.targetId).admit(delivery)
      for (const { lane, targetId } of wants) this.#startNext(lane, targetId)
      const got = Map.groupBy(deliveries, ({ targetId }) => targetId)
      for (const want of wants) want.room -= got.get(want.targetId)?.length ?? 0
      for (const { targetId, dueAtMs } of waiting) this.#waitUntil(this.#lane(targetId), targetId, dueAtMs)
    } finally {
      for (const { targetId, lane, room } of wants) {
        lane.claiming = false
        lane.release(room)
        this.#consider(targetId)
      }
    }
  }

  async #run(first: LeasedDelivery, others: readonly LeasedDelivery[], lane: Lane): Promise<void> {
    const { clock, retryRule } = this.#parts
    const { targetId } = first
    const outcomes = await this.#attempter.attempt(first, others)
    lane.ended(outcomes.every(({ failure }) => failure === null))
    const restMs = outcomes[0]?.failure?.retryAfterMs ?? null
    if (restMs !== null) lane.pacing.pauseUntil(clock.now() + Math.min(restMs, retryRule.maxWaitMs))
    const returned = this.#giveBack(targetId, lane.letGo())
    this.#startNext(lane, targetId)
    this.#consider(targetId)
    const deliveries = [first, ...others]
    await Promise.all(outcomes.map((outcome, place) => this.#record(deliveries[place] ?? first, outcome)))
    await returned
  }

  /** Puts an attempt on record and sees to what follows. */
  async #record(delivery: LeasedDelivery, outcome: Outcome): Promise<void> {
    const { clock, retryRule, random, log } = this.#parts
    const next = nextState(outcome, delivery.failures, retryRule, clock.now(), random())
    const attempt = { ...outcome, deliveryId: delivery.id, number: delivery.attempt }
    const { projectId } = delivery
    const recorded = await this.#recorder.record({ owner: this.owner, projectId, attempt, next })
    // A delivery that was stopped or taken over meanwhile is no longer ours to tell of.
    if (recorded !== 'moved') return
    tellAttempt(log, delivery, outcome, next)
    if (next.dueAtMs !== null) this.expect(delivery.targetId, next.dueAtMs)
  }

  /** Returns to the store what a lane holds and cannot attempt soon; there it is due, and fair to all. */
  async #giveBack(targetId: number, deliveries: readonly LeasedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return
    const nowMs = this.#parts.clock.now()
    const returned = deliveries.map(({ id, projectId, attempt }) => ({ id, projectId, attempt }))
    try {
      await this.#parts.store.queue.giveBack({ owner: this.owner, nowMs, deliveries: returned })
      this.expect(targetId, nowMs)
    } catch (error) {
      if (!isUnavailable(error)) this.#parts.log.backgroundFailed({ doing: 'give deliveries back' }, error)
      const lane = this.#lane(targetId)
      lane.reserve(deliveries.length)
      for (const delivery of deliveries) lane.admit(delivery)
      this.#startNext(lane, targetId)
    }
  }

  /** Takes nothing new, returns what waits, and waits for the attempts under way (each has its deadline) and their records. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#ready.clear()
    for (const lane of this.#lanes.values()) lane.cancelTimer?.()
    this.#recorder.close()
    await this.#claiming
    const lanes = [...this.#lanes]
    await Promise.all(lanes.map(([targetId, lane]) => this.#giveBack(targetId, lane.letGo({ all: true }))))
    await Promise.all(this.#running)
  }
}
