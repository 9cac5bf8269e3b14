import type { NextState } from '../../../src/domain/delivery/delivery.ts'
import type { AttemptRecord, KnownLease, Model, ModelDelivery, ModelTarget, NodeName } from './model.ts'

/** What each step makes of the model: the store, said once more and without a database. */

/** A delivery that is created now: waiting, or under the lease of the node that accepted its event. */
export function born(model: Model, id: number, target: number, first = id): ModelDelivery {
  const { heldFromMs, heldMs } = model.targets[target]!
  const delivery: ModelDelivery = {
    id,
    target,
    first,
    state: 'pending',
    dueAtMs: model.systemMs,
    attempts: 0,
    failures: 0,
    lease: null,
    agedFromMs: (heldFromMs ?? model.serviceMs) - heldMs,
    records: new Map(),
  }
  model.deliveries.push(delivery)
  return delivery
}

/** The lease as its node knows it. */
export function leased(model: Model, delivery: ModelDelivery, node: NodeName, untilMs: number): KnownLease {
  delivery.state = 'running'
  delivery.dueAtMs = null
  delivery.attempts++
  delivery.lease = { owner: model.nodes[node].owner, untilMs }
  const { id, attempts: attempt, failures } = delivery
  const known = { id, attempt, failures }
  model.nodes[node].leases = [...model.nodes[node].leases, known]
  return known
}

/** What is on record is only replaced where it was taken for interrupted. */
function recorded(delivery: ModelDelivery, number: number, record: AttemptRecord): void {
  const before = delivery.records.get(number)
  if (before === undefined || before === 'interrupted') delivery.records.set(number, record)
}

/** Owner and number fence off a node that lost its lease, unless its attempt succeeded; true when the delivery moved. */
export function completed(model: Model, node: NodeName, lease: KnownLease, next: NextState): boolean {
  forget(model, node, lease)
  const delivery = deliveryOf(model, lease.id)
  recorded(delivery, lease.attempt, next.state === 'success' ? 'succeeded' : 'failed')
  const isHolding = holds(model, node, lease)
  if (isHolding) delivery.lease = null
  if (next.state === 'success') return succeeded(delivery)
  if (!isHolding || delivery.state !== 'running') return false
  delivery.state = next.state
  delivery.dueAtMs = next.dueAtMs
  delivery.failures = next.failures
  return true
}

/** The truth, whatever has become of the delivery meanwhile; an attempt that is under way by then goes on under its lease. */
function succeeded(delivery: ModelDelivery): boolean {
  if (delivery.state === 'success') return false
  delivery.state = 'success'
  delivery.dueAtMs = null
  return true
}

export function givenBack(model: Model, node: NodeName, lease: KnownLease): void {
  forget(model, node, lease)
  if (!holds(model, node, lease)) return
  const delivery = deliveryOf(model, lease.id)
  delivery.lease = null
  delivery.attempts--
  if (delivery.state !== 'running') return
  delivery.state = 'pending'
  delivery.dueAtMs = model.systemMs
}

/** Its node is gone: what was under way is due again, what has ended meanwhile stays so; true when it is due again. */
export function freed(model: Model, delivery: ModelDelivery): boolean {
  recorded(delivery, delivery.attempts, 'interrupted')
  delivery.lease = null
  if (delivery.state !== 'running') return false
  delivery.state = 'pending'
  delivery.dueAtMs = model.systemMs
  return true
}

export function expired(delivery: ModelDelivery): void {
  delivery.state = 'expired'
  delivery.dueAtMs = null
}

/** An attempt that is under way goes on under its lease. */
export function stopped(delivery: ModelDelivery): void {
  delivery.state = 'stopped'
  delivery.dueAtMs = null
}

/** Begins and ends the holds of targets as pauses and holds say; the targets of either. */
export function holdsRefreshed(model: Model): { held: readonly number[]; released: readonly number[] } {
  const changed = (isHeld: boolean): readonly ModelTarget[] =>
    model.targets.filter(
      (target) => (target.heldFromMs !== null) !== isHeld && shouldHold(model, target) === isHeld,
    )
  const [held, released] = [changed(true), changed(false)]
  for (const target of held) target.heldFromMs = model.serviceMs
  for (const target of released) {
    target.heldMs += Math.max(0, model.serviceMs - (target.heldFromMs ?? model.serviceMs))
    target.heldFromMs = null
  }
  return { held: held.map(({ id }) => id), released: released.map(({ id }) => id) }
}

function shouldHold(model: Model, target: ModelTarget): boolean {
  const isHeld = target.isPaused || model.isProjectHeld || model.isEverythingHeld
  // A hold of what is gone neither begins nor matters.
  return target.isGone ? isHeld && target.heldFromMs !== null : isHeld
}

/** A node that ends without a word; the one that comes after it knows none of its leases. */
export function crashed(model: Model, node: NodeName): void {
  model.nodes[node].owner = `${node}-${++model.processes}`
  model.nodes[node].leases = []
}

export function deliveryOf(model: Model, id: number): ModelDelivery {
  return model.deliveries.find((delivery) => delivery.id === id)!
}

function holds(model: Model, node: NodeName, { id, attempt }: KnownLease): boolean {
  const { lease, attempts } = deliveryOf(model, id)
  return lease?.owner === model.nodes[node].owner && attempts === attempt
}

function forget(model: Model, node: NodeName, lease: KnownLease): void {
  model.nodes[node].leases = model.nodes[node].leases.filter((one) => one !== lease)
}
