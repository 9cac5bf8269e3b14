import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const nowMs = Date.parse('2026-03-01T10:00:00Z')

test.for([
  ['120', 120_000],
  ['0', 0],
  [' 7 ', 7000],
  ['Sun, 01 Mar 2026 10:02:00 GMT', 120_000],
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
  '99999999999999999999',
  '2026-03-01T10:02:00Z',
  'Sun, 01 Mar 2026 10:00:00 GMT',
  'Sun, 01 Mar 2026 09:59:00 GMT',
  'yesterday GMT',
])('%j asks for nothing', (header) => {
  expect(retryAfterMs(header, nowMs)).toBeNull()
})
