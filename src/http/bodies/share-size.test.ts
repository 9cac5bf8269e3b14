import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.ts'
import { ShareSize } from './share-size.ts'

const KIB = 1024

/** The size after so many looks, in each of which calls took these times. */
function sizeAfter(
  looks: number,
  tookMs: readonly number[],
  before?: { clock: ManualClock; size: ShareSize },
) {
  const clock = before?.clock ?? new ManualClock()
  const size = before?.size ?? new ShareSize(clock)
  for (let look = 0; look < looks; look++) {
    clock.advance(100)
    for (const took of tookMs) size.ended(took)
  }
  return { clock, size }
}

test('the share grows while the quickest calls are quick, up to a megabyte', () => {
  expect(sizeAfter(1, [5, 5, 5, 400]).size.bytes).toBe(144 * KIB)
  expect(sizeAfter(100, [5, 5, 5, 400]).size.bytes).toBe(1024 * KIB)
})

test('the share is halved while even the quickest call lags, and never falls below a few calls', () => {
  const quick = sizeAfter(1, [5, 5, 5, 5])
  expect(sizeAfter(1, [60, 80, 90, 70], quick).size.bytes).toBe(72 * KIB)
  expect(sizeAfter(10, [60, 80, 90, 70], quick).size.bytes).toBe(16 * KIB)
  expect(sizeAfter(1, [5, 5, 5, 5], quick).size.bytes).toBe(32 * KIB)
})

test('a disk that is always slow does not make the share small', () => {
  expect(sizeAfter(10, [40, 50, 60, 70]).size.bytes).toBe(288 * KIB)
})

test('a few calls, or a short time, say nothing', () => {
  const { clock, size } = sizeAfter(1, [5, 5, 5])
  expect(size.bytes).toBe(128 * KIB)
  size.ended(5)
  expect(size.bytes).toBe(144 * KIB)
  clock.advance(99)
  for (let call = 0; call < 50; call++) size.ended(5)
  expect(size.bytes).toBe(144 * KIB)
})
