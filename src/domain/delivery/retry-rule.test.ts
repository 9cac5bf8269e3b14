import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RetryRule, retrySchedule, waitBeforeRetry } from './retry-rule.ts'

const rule: RetryRule = {
  maxRetry: 5,
  initialWaitMs: 500,
  maxWaitMs: 1_800_000,
  factor: 3,
  randomization: 0.1,
}

/** As `Math.random` gives it, but never so near to 1 that a sum would be rounded up to it. */
const random = fc.nat({ max: 2 ** 32 - 1 }).map((number) => number / 2 ** 32)

// The proposal's list. Of the first three it gives the end that is not reached, of the others the last millisecond.
const waits = [
  { retry: 1, from: 450, below: 551 },
  { retry: 2, from: 1350, below: 1651 },
  { retry: 3, from: 4050, below: 4951 },
  { retry: 4, from: 12_150, below: 14_851 },
  { retry: 5, from: 36_450, below: 44_551 },
  { retry: 6, from: 109_350, below: 133_651 },
]

test.for(waits)('the wait before retry $retry lies in [$from, $below) ms', ({ retry, from, below }) => {
  fc.assert(
    fc.property(random, (share) => {
      const wait = waitBeforeRetry(rule, retry, share)
      expect(wait).toBeGreaterThanOrEqual(from)
      expect(wait).toBeLessThan(below)
      expect(Math.floor(wait)).toBeLessThanOrEqual(below - 1)
    }),
  )
})

test.for(waits)('the wait before retry $retry reaches both ends of its section', ({ retry, from, below }) => {
  expect(waitBeforeRetry(rule, retry, 0)).toBeCloseTo(from, 6)
  expect(waitBeforeRetry(rule, retry, 1 - 1e-12)).toBeCloseTo(below, 6)
  expect(waitBeforeRetry(rule, retry, 0.5)).toBeCloseTo((from + below) / 2, 6)
})

test('waits are spread evenly: equal steps of the random number are equal steps of the wait', () => {
  const wait = (share: number) => waitBeforeRetry(rule, 2, share)
  expect(wait(0.5) - wait(0.25)).toBeCloseTo(wait(0.25) - wait(0), 6)
})

test('without randomization the spread is the one millisecond that the proposal adds', () => {
  fc.assert(
    fc.property(random, fc.integer({ min: 1, max: 6 }), (share, retry) => {
      const wait = waitBeforeRetry({ ...rule, randomization: 0 }, retry, share)
      expect(wait - 500 * 3 ** (retry - 1)).toBeCloseTo(share, 6)
    }),
  )
})

test('a factor of 1 keeps every wait in the section of the first', () => {
  for (let retry = 1; retry <= 6; retry++) {
    expect(waitBeforeRetry({ ...rule, factor: 1 }, retry, 0)).toBeCloseTo(450, 6)
  }
})

test('the initial wait scales every wait', () => {
  expect(waitBeforeRetry({ ...rule, initialWaitMs: 1000 }, 3, 0)).toBeCloseTo(8100, 6)
})

test('the schedule has the range of each wait', () => {
  const schedule = retrySchedule(rule)
  expect(schedule.map(({ retry }) => retry)).toEqual([1, 2, 3, 4, 5])
  for (const { retry, shortestMs, longestMs, mayGiveUp } of schedule) {
    const { from, below } = waits[retry - 1] ?? { from: 0, below: 0 }
    expect(shortestMs).toBeCloseTo(from, 6)
    expect(longestMs).toBeCloseTo(below, 6)
    expect(mayGiveUp).toBe(false)
  }
})

test('the schedule ends where a wait is surely too long, and says where it may be', () => {
  const ends = (maxWaitMs: number) =>
    retrySchedule({ ...rule, maxWaitMs }).map(({ longestMs, mayGiveUp }) => [
      Math.round(longestMs),
      mayGiveUp,
    ])
  expect(ends(4500)).toEqual([
    [551, false],
    [1651, false],
    [4500, true],
  ])
  expect(ends(4000)).toEqual([
    [551, false],
    [1651, false],
  ])
  expect(retrySchedule({ ...rule, maxRetry: 0 })).toEqual([])
})
