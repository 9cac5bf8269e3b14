import { expect, test } from 'vitest'
import { bucketLengthMs } from './statistics.ts'

const HOUR_MS = 3_600_000

test.each([
  ['an hour', HOUR_MS, 60_000],
  ['a day', 24 * HOUR_MS, HOUR_MS / 2],
  ['a week', 7 * 24 * HOUR_MS, 3 * HOUR_MS],
  ['a month', 30 * 24 * HOUR_MS, 12 * HOUR_MS],
  ['two years', 730 * 24 * HOUR_MS, 12 * 24 * HOUR_MS],
])('%s is drawn in pieces that people think in', (_, lengthMs, bucketMs) => {
  expect(bucketLengthMs(lengthMs)).toBe(bucketMs)
})
