import { expect, test } from 'vitest'
import { ManualClock } from '../../../../test/support/manual-clock.ts'
import { createLineASecond } from './line-a-second.ts'

test('each source gets a line a second, which says for how many it stands', () => {
  const clock = new ManualClock()
  const lineOf = createLineASecond(clock)
  expect([lineOf(1), lineOf(1), lineOf(2), lineOf(1)]).toEqual([1, null, 1, null])
  clock.advance(999)
  expect(lineOf(1)).toBeNull()
  clock.advance(1)
  expect([lineOf(1), lineOf(2), lineOf(1)]).toEqual([4, 1, null])
})
