import { expect, test } from 'vitest'
import { MAX_ATTEMPTS_AT_A_TIME } from '../domain/target.ts'
import { Lane } from './lane.ts'

function learned(outcomes: readonly boolean[]): Lane {
  const lane = new Lane()
  for (const succeeded of outcomes) lane.learn(succeeded)
  return lane
}

const times = (count: number, outcome: boolean): boolean[] => Array<boolean>(count).fill(outcome)

test('a new target may have eight attempts under way', () => {
  const lane = new Lane()
  expect(lane.room).toBe(8)
  for (let taken = 0; taken < 8; taken++) lane.take()
  expect(lane.room).toBe(0)
  lane.giveBack()
  expect(lane.room).toBe(1)
})

test('each success gives room for one more', () => {
  expect(learned(times(3, true)).room).toBe(11)
})

test('a target never has more than the maximum', () => {
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

test('room is never negative, even when failures shrink it below what is under way', () => {
  const lane = new Lane()
  for (let taken = 0; taken < 8; taken++) lane.take()
  lane.learn(false)
  expect(lane.room).toBe(0)
  for (let back = 0; back < 4; back++) lane.giveBack()
  expect(lane.room).toBe(0)
  lane.giveBack()
  expect(lane.room).toBe(1)
})

test('a lane is idle only while nothing is under way, waits, or is asked for', () => {
  const lane = new Lane()
  expect(lane.isIdle).toBe(true)
  lane.take()
  expect(lane.isIdle).toBe(false)
  lane.giveBack()
  lane.dueAtMs = 1
  expect(lane.isIdle).toBe(false)
  lane.dueAtMs = null
  lane.claiming = true
  expect(lane.isIdle).toBe(false)
  lane.claiming = false
  expect(lane.isIdle).toBe(true)
})
