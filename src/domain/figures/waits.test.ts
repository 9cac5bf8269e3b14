import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WAIT_BOUNDS_MS, type WaitCounts, addWaits, waitClassOf, waitOf } from './waits.ts'

const waits = fc.array(fc.integer({ min: 0, max: 30 * 86_400_000 }), { minLength: 1, maxLength: 50 })
const countsOf = (all: readonly number[]) =>
  all.reduce<WaitCounts>((sums, wait) => addWaits(sums, { [waitClassOf(wait)]: 1 }), {})

test('the wait that so many per cent did not exceed is at most a quarter too long', () => {
  fc.assert(
    fc.property(waits, fc.constantFrom(50, 95, 99), (all, percent) => {
      const sorted = all.toSorted((one, other) => one - other)
      const exact = sorted[Math.ceil((sorted.length * percent) / 100) - 1]!
      const found = waitOf(percent, countsOf(all))!
      expect(found).toBeGreaterThanOrEqual(exact)
      expect(found).toBeLessThanOrEqual(Math.max(exact + 1, exact * 1.25))
    }),
  )
})

test('of two spans together, the counts are those of all their waits', () => {
  fc.assert(
    fc.property(waits, waits, (one, other) => {
      expect(addWaits(countsOf(one), countsOf(other))).toEqual(countsOf([...one, ...other]))
    }),
  )
})

test('there is no such wait where nothing was delivered, and a wait of years has a class too', () => {
  expect(waitOf(50, {})).toBeNull()
  expect(waitClassOf(10 * 365 * 86_400_000)).toBe(WAIT_BOUNDS_MS.length - 1)
  expect(WAIT_BOUNDS_MS.length).toBeLessThan(110)
})
