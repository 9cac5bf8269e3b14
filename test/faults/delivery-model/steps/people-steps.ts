import fc from 'fast-check'
import { expect } from 'vitest'
import type { Model, ModelDelivery } from '../model.ts'
import { type Step, step } from '../step.ts'
import { born, holdsRefreshed, stopped } from '../transitions.ts'
import { type World, draftOf } from '../world.ts'
import { HOUR_MS, advance } from './clock-steps.ts'

const target = fc.nat({ max: 2 })
const policy = fc.nat({ max: 1 })
/** Picks one of the deliveries that there are. */
const pick = fc.nat({ max: 20 })
/** The one that can lose its target and keep another. */
const [FIRST_POLICY, ITS_SECOND_TARGET] = [0, 1]

const pause = (index: number, isPaused: boolean): Step =>
  step(
    `target ${index} is ${isPaused ? 'paused' : 'resumed'}`,
    async (model, { testStore: { store, projectId } }) => {
      const one = model.targets[index]!
      await store.targets.setPaused(projectId, one.id, isPaused)
      one.isPaused = isPaused
      holdsRefreshed(model)
    },
    ({ targets }) => !targets[index]!.isGone && (isPaused || targets[index]!.isPaused),
  )

/** Longer than a delivery may get old. */
const pauseForHours = (index: number): Step =>
  step(
    `target ${index} is paused for two hours`,
    async (model, world) => {
      const story = [pause(index, true), advance(2 * HOUR_MS), pause(index, false)]
      for (const each of story) await each.run(model, world)
    },
    ({ targets }) => !targets[index]!.isGone && !targets[index]!.isPaused,
  )

const hold = (scope: 'project' | 'everything', isBegun: boolean): Step =>
  step(
    `the hold of ${scope === 'project' ? 'the project' : 'everything'} ${isBegun ? 'begins' : 'ends'}`,
    async (model, { testStore: { store, projectId } }) => {
      const id = scope === 'project' ? projectId : 0
      const changed = isBegun
        ? await store.holds.begin({ projectId: id, by: 'ann' })
        : await store.holds.end(id)
      if (scope === 'project') model.isProjectHeld = isBegun
      else model.isEverythingHeld = isBegun
      const { held, released } = holdsRefreshed(model)
      expect(new Set(changed)).toEqual(new Set(isBegun ? held : released))
    },
    // One that is there already can begin again, and changes nothing.
    (model) => isBegun || (scope === 'project' ? model.isProjectHeld : model.isEverythingHeld),
  )

const switchPolicy = (index: number, isEnabled: boolean): Step =>
  step(
    `policy ${index} is ${isEnabled ? 'enabled' : 'disabled'}`,
    async (model, world) => {
      const targets = liveTargetsOf(model, index).length
      await updatePolicy(world, index, { isEnabled, targets })
      model.policies[index]!.isEnabled = isEnabled
      if (!isEnabled) stopAll(model, liveTargetsOf(model, index))
    },
    ({ policies }) => !policies[index]!.isGone && policies[index]!.isEnabled !== isEnabled,
  )

const removeTarget = step(
  `target ${ITS_SECOND_TARGET} is removed`,
  async (model, world) => {
    const { isEnabled } = model.policies[FIRST_POLICY]!
    await updatePolicy(world, FIRST_POLICY, { isEnabled, targets: 1 })
    // Whatever is changed about a disabled policy, what waits for it is stopped.
    if (!isEnabled) stopAll(model, liveTargetsOf(model, FIRST_POLICY))
    endTargets(model, [ITS_SECOND_TARGET])
  },
  (model) => !model.targets[ITS_SECOND_TARGET]!.isGone && isUnderWay(model),
)

const removePolicy = (index: number): Step =>
  step(
    `policy ${index} is deleted`,
    async (model, { testStore: { store, projectId }, policyIds }) => {
      await store.policies.remove(projectId, policyIds[index]!)
      model.policies[index]!.isGone = true
      model.policies[index]!.isEnabled = false
      endTargets(model, liveTargetsOf(model, index))
    },
    (model) => !model.policies[index]!.isGone && isUnderWay(model),
  )

/** A story that begins with a deletion is soon over. */
function isUnderWay({ deliveries }: Model): boolean {
  return deliveries.length > 5
}

async function updatePolicy(
  { testStore: { store, projectId }, policyIds }: World,
  index: number,
  changes: Parameters<typeof draftOf>[1],
): Promise<void> {
  await store.policies.update(projectId, policyIds[index]!, draftOf(index, changes))
}

function liveTargetsOf({ targets }: Model, policyIndex: number): readonly number[] {
  return targets.flatMap((one, index) => (one.policy === policyIndex && !one.isGone ? index : []))
}

function stopAll({ deliveries }: Model, targets: readonly number[]): void {
  deliveries.filter((one) => targets.includes(one.target) && isOpen(one)).forEach(stopped)
}

function endTargets(model: Model, targets: readonly number[]): void {
  stopAll(model, targets)
  for (const index of targets) model.targets[index]!.isGone = true
}

function isOpen({ state }: ModelDelivery): boolean {
  return state === 'pending' || state === 'running'
}

const hasDeliveries = ({ deliveries }: Readonly<Model>): boolean => deliveries.length > 0

function pickDelivery({ deliveries }: Model, number: number): ModelDelivery {
  return deliveries[number % deliveries.length]!
}

const stop = (number: number): Step =>
  step(
    `delivery ${number} is stopped`,
    async (model, { testStore: { store } }) => {
      const delivery = pickDelivery(model, number)
      const wasOpen = isOpen(delivery)
      expect(await store.deliveryControl.stop([delivery.id], 'stopped by ann')).toBe(wasOpen ? 1 : 0)
      if (wasOpen) stopped(delivery)
    },
    hasDeliveries,
  )

const redeliver = (number: number): Step =>
  step(
    `delivery ${number} is sent again`,
    async (model, { testStore: { store } }) => {
      const delivery = pickDelivery(model, number)
      const { isGone } = model.targets[delivery.target]!
      const redelivered = await store.deliveryControl.redeliver([delivery.id])
      expect(redelivered).toHaveLength(
        isGone || isOpen(delivery) || isBeingSentAgain(model, delivery) ? 0 : 1,
      )
      for (const { id } of redelivered) born(model, id, delivery.target, delivery.first)
    },
    hasDeliveries,
  )

const isBeingSentAgain = ({ deliveries }: Model, { id, first }: ModelDelivery): boolean =>
  deliveries.some((other) => other.first === first && other.id > id && isOpen(other))

const switching = fc.tuple(policy, fc.constantFrom(true, true, false)).map((args) => switchPolicy(...args))

/** More often false, since a hold that goes on lets nothing else happen. */
const isBegun = fc.constantFrom(true, false, false)
const pausing = fc.tuple(target, isBegun).map((args) => pause(...args))
const holding = fc
  .tuple(fc.constantFrom('project' as const, 'everything' as const), isBegun)
  .map((args) => hold(...args))

export const peopleSteps: readonly fc.Arbitrary<Step>[] = [
  fc.oneof(pausing, holding, target.map(pauseForHours)),
  fc.oneof(
    { arbitrary: switching, weight: 6 },
    { arbitrary: fc.constant(removeTarget), weight: 1 },
    { arbitrary: policy.map(removePolicy), weight: 1 },
  ),
  fc.oneof(pick.map(stop), pick.map(redeliver)),
]
