import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const nowMs = Date.parse('2026-03-01T10:00:00Z')

test.for([
  ['120', 120_000],
  ['0', 0],
  [' 7 ', 7000],
  // The three forms of a date that RFC 9110 (section 5.6.7) has who receives one take.
  ['Sun, 01 Mar 2026 10:02:00 GMT', 120_000],
  ['Sunday, 01-Mar-26 10:02:00 GMT', 120_000],
  ['Sun Mar  1 10:02:00 2026', 120_000],
  ['Tue Mar 10 10:00:00 2026', 9 * 86_400_000],
  // A leap second, and the last year of two digits that still lies ahead.
  ['Sun, 01 Mar 2026 10:00:60 GMT', 60_000],
  ['Sunday, 01-Mar-76 10:00:00 GMT', Date.UTC(2076, 2, 1, 10) - nowMs],
  // Any number of digits is a number of seconds; the retry rule caps it.
  ['99999999999999999999', 2 ** 31 * 1000],
] as const)('%j asks for a wait of %i ms', ([header, wait]) => {
  expect(retryAfterMs(header, nowMs)).toBe(wait)
})

test.for([
  null,
  '',
  'soon',
  '-1',
  '1.5',
  '1e3',
  '2026-03-01T10:02:00Z',
  'Sun, 01 Mar 2026 10:00:00 GMT',
  'Sun, 01 Mar 2026 09:59:00 GMT',
  // More than 50 years ahead it would be; so it is 1977.
  'Tuesday, 01-Mar-77 10:00:00 GMT',
  'Sun Mar  1 09:59:00 2026',
  'Sun, 31 Feb 2027 10:00:00 GMT',
  'Sun, 01 Mar 2026 24:00:00 GMT',
  'Sun, 01 Mar 2026 10:02:00 CET',
  'yesterday GMT',
])('%j asks for nothing', (header) => {
  expect(retryAfterMs(header, nowMs)).toBeNull()
})

test('a header that came several times asks for the longest of its waits', () => {
  expect(retryAfterMs(['5', 'soon', '7'], nowMs)).toBe(7000)
})
