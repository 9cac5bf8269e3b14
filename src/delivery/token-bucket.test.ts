import { expect, test } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

test('a burst starts at once, and then one after the other at the rate', () => {
  const bucket = new TokenBucket({ perSecond: 2, burst: 3 }, 0)
  expect(bucket.tokens(0)).toBe(3)
  for (let taken = 0; taken < 3; taken++) bucket.take(0)
  expect([bucket.tokens(0), bucket.readyAtMs(0)]).toEqual([0, 500])
  expect([bucket.tokens(499), bucket.tokens(500), bucket.readyAtMs(500)]).toEqual([0, 1, 500])
})

test('what is not used gathers up to the burst', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, 0)
  bucket.take(0)
  expect(bucket.isFull(99)).toBe(false)
  expect([bucket.isFull(100), bucket.tokens(3_600_000)]).toEqual([true, 2])
})

test('in an hour no more starts than the rate and the burst allow', () => {
  const bucket = new TokenBucket({ perSecond: 0.5, burst: 1 }, 0)
  let taken = 0
  for (let nowMs = 0; nowMs < 3_600_000; nowMs = Math.max(nowMs + 1, bucket.readyAtMs(nowMs))) {
    if (bucket.tokens(nowMs) < 1) continue
    bucket.take(nowMs)
    taken++
  }
  expect(taken).toBeLessThanOrEqual(1801)
  expect(taken).toBeGreaterThan(1790)
})

test('a clock that is set back takes nothing away', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 2 }, 10_000)
  expect(bucket.tokens(5000)).toBe(2)
})
