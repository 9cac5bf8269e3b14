import fc from 'fast-check'
import { expect } from 'vitest'
import { nextState } from '../../../../src/domain/delivery/delivery.ts'
import { failure, outcomeOf } from '../../../store/outcomes.ts'
import { type KnownLease, type Model, type ModelDelivery, NODES, type NodeName } from '../model.ts'
import { type Step, step } from '../step.ts'
import { completed, crashed, deliveryOf, givenBack, leased } from '../transitions.ts'

const LEASE_MS = 60_000
const RULE = { maxRetry: 2, initialWaitMs: 1000, maxWaitMs: 1_800_000, factor: 3, randomization: 0.1 }
const RANDOM = 0.5
const FAILURES = { succeeds: null, fails: failure, 'fails for good': { ...failure, permanent: true } }
type How = keyof typeof FAILURES

const node = fc.constantFrom<NodeName>(...NODES)
/** Picks one of what there is. */
const pick = fc.nat({ max: 20 })

const claim = (who: NodeName, target: number, room: number): Step =>
  step(
    `${who} claims ${room} for target ${target}`,
    async (model, { testStore }) => {
      const { id, heldFromMs } = model.targets[target]!
      const { owner } = model.nodes[who]
      const untilMs = model.systemMs + LEASE_MS

      const { deliveries, waiting } = await testStore.claim({ room, target: id, owner, leaseMs: LEASE_MS })

      const due = heldFromMs === null ? dueFor(model, target).slice(0, room) : []
      const found = deliveries.map((delivery) => deliveryOf(model, delivery.id))
      // What is due at the same moment comes in any order.
      expect(found.map(({ dueAtMs }) => dueAtMs)).toEqual(due.map(({ dueAtMs }) => dueAtMs))
      expect(found.every((delivery) => delivery.target === target)).toBe(true)
      const known = found.map((delivery) => leased(model, delivery, who, untilMs))
      expect(deliveries).toMatchObject(known)
      const dueAtMs = heldFromMs === null ? (waitingFor(model, target)[0]?.dueAtMs ?? null) : null
      expect(waiting).toEqual([{ targetId: id, dueAtMs }])
    },
    (model) => waitingFor(model, target).length > 0,
  )

/** At the same moment: no delivery goes to both. */
const claimTogether = (target: number, room: number): Step =>
  step(
    `both claim ${room} for target ${target}`,
    async (model, { testStore }) => {
      const { id, heldFromMs } = model.targets[target]!
      const untilMs = model.systemMs + LEASE_MS
      const due = heldFromMs === null ? dueFor(model, target) : []

      const claims = await Promise.all(
        NODES.map((who) =>
          testStore.claim({ room, target: id, owner: model.nodes[who].owner, leaseMs: LEASE_MS }),
        ),
      )

      const found = claims.map(({ deliveries }) => deliveries.map((one) => deliveryOf(model, one.id)))
      expect(new Set(found.flat()).size).toBe(Math.min(due.length, room * NODES.length))
      expect(due).toEqual(expect.arrayContaining(found.flat()))
      for (const [index, who] of NODES.entries())
        for (const delivery of found[index]!) leased(model, delivery, who, untilMs)
    },
    (model) => waitingFor(model, target).length > 1,
  )

function waitingFor({ deliveries }: Model, target: number): readonly ModelDelivery[] {
  return deliveries
    .filter((delivery) => delivery.target === target && delivery.state === 'pending')
    .toSorted((a, b) => a.dueAtMs! - b.dueAtMs!)
}

function dueFor(model: Model, target: number): readonly ModelDelivery[] {
  return waitingFor(model, target).filter(({ dueAtMs }) => dueAtMs! <= model.systemMs)
}

const hasLeases =
  (who: NodeName) =>
  ({ nodes }: Readonly<Model>): boolean =>
    nodes[who].leases.length > 0

function pickLease({ nodes }: Model, who: NodeName, number: number): KnownLease {
  const { leases } = nodes[who]
  return leases[number % leases.length]!
}

/** Also of a lease that it lost without noticing. */
const complete = (who: NodeName, number: number, how: How): Step =>
  step(
    `an attempt of ${who} ${how} (lease ${number})`,
    async (model, { testStore }) => {
      const lease = pickLease(model, who, number)
      const { owner } = model.nodes[who]
      const next = nextState({ failure: FAILURES[how] }, lease.failures, RULE, model.systemMs, RANDOM)
      const attempt = { ...outcomeOf(next, model.systemMs), deliveryId: lease.id, number: lease.attempt }
      const { projectId, store } = testStore

      const result = await store.queue.complete({ owner, projectId, attempt, next })

      expect(result).toBe(completed(model, who, lease, next) ? 'moved' : 'lease lost')
    },
    hasLeases(who),
  )

const giveBack = (who: NodeName, number: number): Step =>
  step(
    `${who} gives back (lease ${number})`,
    async (model, { testStore }) => {
      const lease = pickLease(model, who, number)
      const { projectId, store } = testStore
      const returned = [{ id: lease.id, projectId, attempt: lease.attempt }]
      await store.queue.giveBack({
        owner: model.nodes[who].owner,
        nowMs: model.systemMs,
        deliveries: returned,
      })
      givenBack(model, who, lease)
    },
    hasLeases(who),
  )

const crash = (who: NodeName): Step =>
  step(
    `${who} crashes`,
    async (model) => {
      crashed(model, who)
    },
    hasLeases(who),
  )

const how = fc.constantFrom<How>('succeeds', 'succeeds', 'fails', 'fails', 'fails for good')

export const nodeSteps: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(node, fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })).map((args) => claim(...args)),
  fc.oneof(
    fc.tuple(node, fc.nat({ max: 2 }), fc.constant(10)).map((args) => claim(...args)),
    fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })).map((args) => claimTogether(...args)),
  ),
  fc.tuple(node, pick, how).map((args) => complete(...args)),
  fc.tuple(node, pick, how).map((args) => complete(...args)),
  fc.tuple(node, pick).map((args) => giveBack(...args)),
]

export const crashSteps: readonly fc.Arbitrary<Step>[] = [node.map(crash)]
