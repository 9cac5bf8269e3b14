import fc from 'fast-check'
import { expect } from 'vitest'
import { type Model, type ModelDelivery, NODES, type NodeName } from '../model.ts'
import { type Step, step } from '../step.ts'
import { born, expired, freed, leased } from '../transitions.ts'
import type { World } from '../world.ts'

const LEASE_MS = 60_000
const MAX_AGE_MS = 3_600_000
const MAX_WAIT_MS = 1_800_000

const node = fc.constantFrom<NodeName>(...NODES)

/** Those that a new event goes to. */
function liveTargets({ policies, targets }: Model): readonly number[] {
  return targets.flatMap(({ policy, isGone }, index) => (policies[policy]!.isEnabled && !isGone ? index : []))
}

/** @param wantsLease as of a node whose lanes have room; a held target has none */
const accept = (who: NodeName, wantsLease: boolean): Step =>
  step(`${who} accepts an event${wantsLease ? ' and leases its deliveries' : ''}`, async (model, world) => {
    const { testStore, policyIds } = world
    const lease = { owner: model.nodes[who].owner, untilMs: model.systemMs + LEASE_MS }
    const isLeased = (target: number): boolean => wantsLease && model.targets[target]!.heldFromMs === null
    const targets = liveTargets(model)
    const event = {
      ...testStore.event({ targets: [] }),
      verdicts: [...new Set(targets.map((target) => policyOf(model, world, target)))].map((policyId) => ({
        policyId,
        verdict: 'deliver' as const,
      })),
      deliveries: targets.map((target) => ({
        policyId: policyOf(model, world, target),
        targetId: model.targets[target]!.id,
        payloadIndex: 0,
        leased: isLeased(target),
      })),
    }
    expect(policyIds).toHaveLength(model.policies.length)
    const { sourceId, acceptedAtMs: atMs } = event.event
    const received = { sourceId, atMs, received: 1, merged: 0, keptOut: {} }
    const revision = await testStore.revision()

    const result = await testStore.store.queue.accept({ revision, lease, events: [event], received })

    const [ids] = result.outcome === 'stored' ? result.deliveryIds : [null]
    expect(ids).toHaveLength(targets.length)
    for (const [index, target] of targets.entries()) {
      const delivery = born(model, ids![index]!, target)
      if (isLeased(target)) leased(model, delivery, who, lease.untilMs)
    }
  })

function policyOf({ targets }: Model, { policyIds }: World, target: number): number {
  return policyIds[targets[target]!.policy]!
}

const sweep = (who: NodeName): Step =>
  step(`${who} sweeps`, async (model, { testStore, kind }) => {
    const { owner } = model.nodes[who]

    const swept = await testStore.sweep({ owner, maxAgeMs: MAX_AGE_MS, maxWaitMs: MAX_WAIT_MS })

    model.kept = { systemMs: model.systemMs, serviceMs: model.serviceMs }
    const lost = model.deliveries.filter((delivery) => isLost(model, delivery, owner, kind.nodes))
    const released = lost.filter((delivery) => freed(model, delivery))
    const old = model.deliveries.filter((delivery) => isTooOld(model, delivery))
    old.forEach(expired)
    const latestMs = model.systemMs + MAX_WAIT_MS
    for (const delivery of model.deliveries)
      if (delivery.dueAtMs !== null) delivery.dueAtMs = Math.min(delivery.dueAtMs, latestMs)
    const targets = new Set(released.map(({ target }) => model.targets[target]!.id))
    expect(new Set(swept.released)).toEqual(targets)
    expect(swept).toMatchObject({ expired: old.length, more: false })
  })

function isLost(
  { systemMs }: Model,
  { lease }: ModelDelivery,
  owner: string,
  nodes: World['kind']['nodes'],
): boolean {
  if (lease === null || lease.owner === owner) return false
  return nodes === 'one' || lease.untilMs <= systemMs
}

function isTooOld(model: Model, { state, target, agedFromMs }: ModelDelivery): boolean {
  const { heldFromMs, heldMs } = model.targets[target]!
  if (state !== 'pending' || heldFromMs !== null) return false
  return model.serviceMs - (agedFromMs + heldMs) > MAX_AGE_MS
}

export const storeSteps: readonly fc.Arbitrary<Step>[] = [
  fc.tuple(node, fc.boolean()).map((args) => accept(...args)),
  node.map((who) => accept(who, true)),
  node.map(sweep),
]
