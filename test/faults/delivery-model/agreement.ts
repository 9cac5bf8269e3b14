import { expect } from 'vitest'
import { auditAccount } from '../../../src/domain/delivery/audit-account.ts'
import type { Attempt } from '../../../src/domain/delivery/attempt.ts'
import type { AuditedDelivery } from '../../../src/domain/delivery/account-reader.ts'
import type { Delivery } from '../../../src/domain/delivery/delivery.ts'
import type { WaitingTarget } from '../../../src/domain/delivery/queue.ts'
import type { AttemptRecord, Model, ModelDelivery } from './model.ts'
import type { World } from './world.ts'

/** Holds what the store shows of every delivery against the model. */
export async function expectAgreement(model: Model, { testStore, policyIds }: World): Promise<void> {
  const { deliveries, queue } = testStore.store
  const lists = policyIds.map((policyId) => deliveries.list(policyId, { offset: 0, limit: 0 }))
  const listed = (await Promise.all(lists)).flatMap(({ items }) => items)
  const shown = listed.map(async (one) => [one.id, shownOf(one, await deliveries.attempts(one.id))] as const)
  const expected = model.deliveries.map((one) => [one.id, expectedOf(model, one)] as const)
  expect(new Map(await Promise.all(shown))).toEqual(new Map(expected))
  expect(await queue.waitingTargets()).toEqual(expectedWaiting(model))
}

function shownOf({ targetId, state, dueAtMs, attempts, endedAtMs }: Delivery, recorded: readonly Attempt[]) {
  const records = new Map(recorded.map((attempt) => [attempt.number, recordOf(attempt)]))
  return { targetId, state, dueAtMs, attempts, isEnded: endedAtMs !== null, records }
}

function expectedOf({ targets }: Model, { target, state, dueAtMs, attempts, records }: ModelDelivery) {
  const isEnded = state !== 'pending' && state !== 'running'
  return { targetId: targets[target]!.id, state, dueAtMs, attempts, isEnded, records }
}

function recordOf({ failure }: Attempt): AttemptRecord {
  if (failure === null) return 'succeeded'
  return failure.code === 'interrupted' ? 'interrupted' : 'failed'
}

/** When the first delivery of each target is due that is not held. */
function expectedWaiting({ targets, deliveries }: Model): readonly WaitingTarget[] {
  return targets.flatMap(({ id, heldFromMs }, index) => {
    const dues = deliveries.flatMap(({ target, dueAtMs }) => (target === index ? (dueAtMs ?? []) : []))
    return heldFromMs === null && dues.length > 0 ? [{ targetId: id, dueAtMs: Math.min(...dues) }] : []
  })
}

/** Holds the leases, the failures that count, and the loss account against the model. */
export async function expectBalance(model: Model, { testStore }: World): Promise<void> {
  await using reader = await testStore.database.openAccount()
  const before = (model.deliveries[0]?.id ?? Infinity) - 1
  const { deliveries } = before === Infinity ? { deliveries: [] } : await reader.deliveries(before)
  expect(deliveries.map(leaseOf)).toEqual(
    model.deliveries.map(({ id, lease, failures }) => ({
      id,
      leaseOwner: lease?.owner ?? null,
      leaseUntilMs: lease?.untilMs ?? null,
      failures,
    })),
  )
  const { findings } = await auditAccount(reader)
  const found = findings.filter(({ delivery = Infinity }) => delivery > before)
  expect(found.map(({ delivery, what }) => ({ delivery, what }))).toEqual(lateSuccesses(model))
}

function leaseOf({ id, leaseOwner, leaseUntilMs, failures }: AuditedDelivery) {
  return { id, leaseOwner, leaseUntilMs, failures }
}

/**
 * The one thing that the audit may find: an attempt succeeded, and its node had lost the lease before it could say so. It is on record,
 * the delivery goes on without it, and its receiver may get it twice.
 */
function lateSuccesses({ deliveries }: Model): readonly object[] {
  return deliveries.flatMap(({ id, state, records }) => {
    const [last] = [...records].filter(([, record]) => record === 'succeeded').toSorted(([a], [b]) => b - a)
    if (last === undefined || state === 'success') return []
    return [{ delivery: id, what: `it is ${state}, and attempt ${last[0]} succeeded` }]
  })
}
