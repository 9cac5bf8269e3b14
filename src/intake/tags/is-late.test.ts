import { expect, test } from 'vitest'
import { isLate, isSurelyLater, isUnclear } from './is-late.ts'

const now = { nowMs: 100_000, toleranceMs: 5000 }
const at = (atMs: number, instance: string | null = 'a') => ({ atMs, instance })

test('times of one instance are exact: one millisecond earlier is late, the same time is not', () => {
  expect(isLate(at(9999), at(10_000), now)).toBe(true)
  expect(isLate(at(10_000), at(10_000), now)).toBe(false)
  expect(isLate(at(9999, null), at(10_000, null), now)).toBe(true)
})

test('times of two instances are compared with the tolerance, within which the order of arrival counts', () => {
  expect(isLate(at(5000, 'b'), at(10_000), now)).toBe(false)
  expect(isLate(at(4999, 'b'), at(10_000), now)).toBe(true)
  expect(isLate(at(9999, 'b'), at(10_000), { ...now, toleranceMs: 0 })).toBe(true)
})

test('a time that lies ahead is taken for now, so that a clock that was wrong makes nothing late for ever', () => {
  expect(isLate(at(100_000), at(9_000_000), now)).toBe(false)
  expect(isLate(at(99_999), at(9_000_000), now)).toBe(true)
})

test('two instances within the tolerance leave it unclear who was first; one instance never does', () => {
  expect([5000, 15_000].map((atMs) => isUnclear(at(atMs, 'b'), at(10_000), now))).toEqual([true, true])
  expect([4999, 15_001].map((atMs) => isUnclear(at(atMs, 'b'), at(10_000), now))).toEqual([false, false])
  expect(isUnclear(at(10_000), at(10_000), now)).toBe(false)
})

test('something is surely later beyond the tolerance, also at one instance', () => {
  expect([15_000, 15_001].map((atMs) => isSurelyLater(at(atMs), at(10_000), now))).toEqual([false, true])
})
