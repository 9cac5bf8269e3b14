import type { Outcome } from '../domain/delivery/attempt.ts'
import type { LeasedDelivery, NextState } from '../domain/delivery/delivery.ts'
import { isMetaEvent } from '../domain/event/event-type.ts'
import type { ProblemCause } from '../domain/problem/problem.ts'
import { targetCauseOf } from '../domain/problem/target-cause.ts'

/** What the attempts since its last success say of a target. */
export interface FailingTarget {
  readonly targetId: number
  /** The first delivery of which an attempt failed since then. */
  readonly firstDeliveryId: number
  readonly cause: ProblemCause
  readonly reason: string
  /** Only deliveries of meta events failed. */
  readonly isQuiet: boolean
  /** A delivery failed for good, or so often that this is more than a hiccup. */
  readonly isLasting: boolean
}

/** So many failed attempts of one delivery are more than a hiccup. */
const LASTING_FAILURES = 3

/** Knows which targets fail, from the attempts of this process. A target that works costs one look into a map. */
export class TargetOutcomes {
  readonly #failing = new Map<number, FailingTarget>()
  readonly #succeeded = new Set<number>()
  #followed: ReadonlySet<number> = new Set()
  /** Called when a target begins to fail for more than a moment, or one that failed succeeds. */
  onTurn: () => void = () => undefined

  /** Learns from an attempt that is on record. */
  ended = (delivery: LeasedDelivery, outcome: Outcome, next: NextState): void => {
    if (next.state === 'success') this.#succeed(delivery.targetId)
    else this.#fail(delivery, outcome, next)
  }

  /** The targets that fail for more than a moment. */
  get lasting(): readonly FailingTarget[] {
    return [...this.#failing.values()].filter(({ isLasting }) => isLasting)
  }

  hasSucceeded(targetId: number): boolean {
    return this.#succeeded.has(targetId)
  }

  /** Takes note of the targets with an open problem: a success of theirs matters. */
  follow(targetIds: readonly number[]): void {
    this.#followed = new Set(targetIds)
    for (const id of this.#succeeded) if (!this.#followed.has(id)) this.#succeeded.delete(id)
  }

  /** Forgets failures of targets whose problem is open no longer: they succeeded at another node. */
  forgetClosed(openTargetIds: ReadonlySet<number>): void {
    for (const id of this.#followed) if (!openTargetIds.has(id)) this.#failing.delete(id)
  }

  /** Forgets a target to which nothing is sent any more. */
  forget(targetId: number): void {
    this.#failing.delete(targetId)
  }

  #succeed(targetId: number): void {
    const wasFailing = this.#failing.delete(targetId)
    if (!wasFailing && !this.#followed.has(targetId)) return
    this.#succeeded.add(targetId)
    if (this.#followed.has(targetId)) this.onTurn()
  }

  #fail({ id, targetId, eventType }: LeasedDelivery, outcome: Outcome, next: NextState): void {
    const {
      firstDeliveryId = id,
      isQuiet = true,
      isLasting: wasLasting = false,
    } = this.#failing.get(targetId) ?? {}
    const isLasting = wasLasting || next.state === 'error' || next.failures >= LASTING_FAILURES
    this.#succeeded.delete(targetId)
    this.#failing.set(targetId, {
      targetId,
      firstDeliveryId: Math.min(firstDeliveryId, id),
      cause: targetCauseOf(outcome),
      reason: outcome.failure?.text ?? '',
      isQuiet: isQuiet && isMetaEvent(eventType),
      isLasting,
    })
    if (isLasting && !wasLasting) this.onTurn()
  }
}
