import { expect, test } from 'vitest'
import { pauseAfter } from './pause-after.ts'

test('removal takes a tenth of the time, gives way to a busy store, and never stops', () => {
  expect(pauseAfter(10)).toBeCloseTo(90)
  expect(pauseAfter(0.5)).toBe(20)
  expect(pauseAfter(60_000)).toBe(2000)
})
