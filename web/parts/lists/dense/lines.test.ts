import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

test('each day has a line before its rows', () => {
  const times = ['2026-11-28T12:00:00Z', '2026-11-28T11:59:59Z', '2026-11-26T12:00:00Z']
  expect(linesOf(times, (at) => at).map((line) => (line.kind === 'day' ? 'day' : line.index))).toEqual([
    'day',
    0,
    1,
    'day',
    2,
  ])
})
