import { expect, test } from 'vitest'
import { leasedDelivery } from '../../test/support/events/leased-delivery.ts'
import { systemClock } from '../domain/clock.ts'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/delivery/target-kind.ts'
import { HeldBudget } from './held-budget.ts'
import { Pacing } from './pacing.ts'
import { Slots } from './slots.ts'

const freeSlots = (budget = new HeldBudget(100_000_000)): Slots => new Slots(new Pacing(systemClock), budget)

/** Slots after some attempts, one after the other. */
function learned(
  outcomes: readonly boolean[],
  { durationMs = 1, budget = new HeldBudget(100_000_000) } = {},
): Slots {
  const slots = freeSlots(budget)
  for (const succeeded of outcomes) {
    admit(slots, 1)
    slots.next()
    slots.ended(succeeded, durationMs)
  }
  return slots
}

function admit(slots: Slots, count: number): void {
  for (let id = 1; id <= count; id++) {
    slots.reserve()
    slots.admit(leasedDelivery(id))
  }
}

/** Starts whatever may start; how many that are. */
function startAll(slots: Slots): number {
  let started = 0
  while (slots.next() !== undefined) started++
  return started
}

const times = (count: number, outcome: boolean): boolean[] => Array<boolean>(count).fill(outcome)

test('a new target may have eight attempts under way, the others wait', () => {
  const slots = freeSlots()
  admit(slots, 10)
  expect(startAll(slots)).toBe(8)
  slots.ended(true, 1)
  expect(startAll(slots)).toBe(2)
})

test('deliveries start in the order they came', () => {
  const slots = freeSlots()
  admit(slots, 3)
  expect([slots.next()?.id, slots.next()?.id, slots.next()?.id]).toEqual([1, 2, 3])
})

/** How many attempts may be under way. */
function windowOf(slots: Slots): number {
  admit(slots, 2 * MAX_ATTEMPTS_AT_A_TIME)
  return startAll(slots)
}

test('each success lets one more attempt be under way, up to the maximum', () => {
  expect(windowOf(learned(times(3, true)))).toBe(11)
  expect(windowOf(learned(times(1000, true)))).toBe(MAX_ATTEMPTS_AT_A_TIME)
})

test('each failure halves what a target may have, down to a single attempt', () => {
  expect(learned([false]).room).toBe(4)
  expect(learned([false, false]).room).toBe(2)
  expect(learned(times(3, false)).room).toBe(1)
  expect(learned(times(100, false)).room).toBe(1)
})

test('a target that answers again gets its room back one by one', () => {
  expect(learned([...times(10, false), true, true]).room).toBe(3)
})

test('what is reserved, waits or is under way takes room, which is never negative', () => {
  const slots = freeSlots()
  slots.reserve(3)
  expect(slots.room).toBe(5)
  admit(slots, 10)
  expect(slots.room).toBe(0)
  slots.release(3)
  expect(startAll(slots)).toBe(8)
  expect(slots.room).toBe(0)
})

/** Reserves as many slots as the lane may hold; how many that are. */
function holdAll(slots: Slots): number {
  let held = 0
  for (; slots.canHold; held++) slots.reserve()
  return held
}

test('the first burst of a target finds room for 32 windows, and one is claimed', () => {
  const slots = freeSlots()
  expect(slots.room).toBe(8)
  expect(holdAll(slots)).toBe(32 * 8)
  slots.release()
  expect(slots.canHold).toBe(true)
})

test('once a target has failed, a lane holds four windows of deliveries that are being stored', () => {
  expect(holdAll(learned([false]))).toBe(4 * 4)
})

test('at a target that takes what it gets, a lane holds 32 windows and claims eight at once', () => {
  expect(learned(times(2, true)).room).toBe(8 * 10)
  expect(holdAll(learned(times(2, true)))).toBe(32 * 10)
})

test('at a slow target it holds only what starts long before a lease runs out', () => {
  const slow = learned(times(200, true), { durationMs: 4000 })
  expect(slow.room).toBe(5 * MAX_ATTEMPTS_AT_A_TIME)
  expect(holdAll(slow)).toBe(5 * MAX_ATTEMPTS_AT_A_TIME)
})

test('once the memory of all lanes is spent, each holds four windows and claims one', () => {
  const budget = new HeldBudget(100_000)
  holdAll(learned(times(200, true), { budget }))
  const other = learned(times(2, true), { budget })
  expect(other.room).toBe(10)
  expect(holdAll(other)).toBe(40)
})

test('when failures shrink the window, what would wait for more than one of it is let go', () => {
  const slots = freeSlots()
  admit(slots, 20)
  startAll(slots)
  slots.ended(false, 1)
  expect(slots.letGo().map(({ id }) => id)).toEqual([13, 14, 15, 16, 17, 18, 19, 20])
  expect(slots.letGo()).toEqual([])
  expect(slots.letGo({ all: true }).map(({ id }) => id)).toEqual([9, 10, 11, 12])
})

test('slots are free only while nothing is reserved, waits, or is under way', () => {
  const slots = freeSlots()
  expect(slots.areFree).toBe(true)
  slots.reserve()
  expect(slots.areFree).toBe(false)
  slots.admit(leasedDelivery(1))
  expect(slots.areFree).toBe(false)
  slots.next()
  expect(slots.areFree).toBe(false)
  slots.ended(true, 1)
  expect(slots.areFree).toBe(true)
})
