import { expect, test } from 'vitest'
import { momentIn, spanIn, spanText } from './spans.ts'

test.for([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 d'],
] as const)('%i ms are %s', ([ms, text]) => {
  expect(spanText(ms)).toBe(text)
})

test('a moment is a span before now, or a time', () => {
  const now = Date.UTC(2026, 10, 30, 12)
  expect(momentIn('10m', now)).toEqual(new Date('2026-11-30T11:50:00Z'))
  expect(momentIn('2026-11-30T11:50:00+01:00', now)).toEqual(new Date('2026-11-30T10:50:00Z'))
  expect(
    ['10', 'm', '10 m', '-1h', '2026', '2026-13-40T00:00:00Z', ''].map((text) => momentIn(text, now)),
  ).toEqual(Array(7).fill(null))
})

test('a span has one unit', () => {
  expect(['30s', '2h', '7d', '1h30m'].map(spanIn)).toEqual([30_000, 7_200_000, 604_800_000, null])
})
