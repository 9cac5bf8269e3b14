import { expect, test } from 'vitest'
import { leasedDelivery } from '../../test/support/events/leased-delivery.ts'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/delivery/target-kind.ts'
import { Lane } from './lane.ts'

/** A lane after some attempts, one after the other. */
function learned(outcomes: readonly boolean[]): Lane {
  const lane = new Lane()
  for (const succeeded of outcomes) {
    admit(lane, 1)
    lane.next()
    lane.ended(succeeded)
  }
  return lane
}

function admit(lane: Lane, count: number): void {
  for (let id = 1; id <= count; id++) {
    lane.reserve()
    lane.admit(leasedDelivery(id))
  }
}

/** Starts whatever may start; how many that are. */
function startAll(lane: Lane): number {
  let started = 0
  while (lane.next() !== undefined) started++
  return started
}

const times = (count: number, outcome: boolean): boolean[] => Array<boolean>(count).fill(outcome)

test('a new target may have eight attempts under way, the others wait', () => {
  const lane = new Lane()
  admit(lane, 10)
  expect(startAll(lane)).toBe(8)
  lane.ended(true)
  expect(startAll(lane)).toBe(2)
})

test('deliveries start in the order they came', () => {
  const lane = new Lane()
  admit(lane, 3)
  expect([lane.next()?.id, lane.next()?.id, lane.next()?.id]).toEqual([1, 2, 3])
})

test('each success gives room for one more, up to the maximum', () => {
  expect(learned(times(3, true)).room).toBe(11)
  expect(learned(times(1000, true)).room).toBe(MAX_ATTEMPTS_AT_A_TIME)
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
  const lane = new Lane()
  lane.reserve(3)
  expect(lane.room).toBe(5)
  admit(lane, 10)
  expect(lane.room).toBe(0)
  lane.release(3)
  expect(startAll(lane)).toBe(8)
  expect(lane.room).toBe(0)
})

test('a lane holds four windows of deliveries that are being stored', () => {
  const lane = new Lane()
  let held = 0
  for (; lane.canHold; held++) lane.reserve()
  expect(held).toBe(32)
  lane.release()
  expect(lane.canHold).toBe(true)
})

test('when failures shrink the window, what would wait for more than one of it is let go', () => {
  const lane = new Lane()
  admit(lane, 20)
  startAll(lane)
  lane.ended(false)
  expect(lane.letGo().map(({ id }) => id)).toEqual([13, 14, 15, 16, 17, 18, 19, 20])
  expect(lane.letGo()).toEqual([])
  expect(lane.letGo({ all: true }).map(({ id }) => id)).toEqual([9, 10, 11, 12])
})

test('a lane is idle only while nothing is held, waits, or is asked for', () => {
  const lane = new Lane()
  expect(lane.isIdle).toBe(true)
  lane.reserve()
  expect(lane.isIdle).toBe(false)
  lane.admit(leasedDelivery(1))
  expect(lane.isIdle).toBe(false)
  lane.next()
  expect(lane.isIdle).toBe(false)
  lane.ended(true)
  lane.dueAtMs = 1
  expect(lane.isIdle).toBe(false)
  lane.dueAtMs = null
  lane.claiming = true
  expect(lane.isIdle).toBe(false)
  lane.claiming = false
  expect(lane.isIdle).toBe(true)
})
