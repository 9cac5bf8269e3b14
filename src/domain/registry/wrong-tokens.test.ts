import { expect, test } from 'vitest'
import { joinWrongTokens } from './wrong-tokens.ts'

const MINUTE_MS = 60_000
const seen = (fromMinute: number, toMinute: number, address = '192.0.2.7') => ({
  sinceMs: fromMinute * MINUTE_MS,
  lastMs: toMinute * MINUTE_MS,
  address,
})

test('calls without a long pause are one series, in whatever order they become known', () => {
  const [early, late] = [seen(0, 5), seen(15, 20, '198.51.100.1')]
  expect(joinWrongTokens(null, early)).toBe(early)
  expect(joinWrongTokens(early, late)).toEqual(seen(0, 20, '198.51.100.1'))
  expect(joinWrongTokens(late, early)).toEqual(seen(0, 20, '198.51.100.1'))
})

test('after a pause of more than ten minutes a new series begins', () => {
  expect(joinWrongTokens(seen(0, 5), seen(16, 20))).toEqual(seen(16, 20))
  expect(joinWrongTokens(seen(16, 20), seen(0, 5))).toEqual(seen(16, 20))
})
