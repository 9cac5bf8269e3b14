import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'

const DAY_MS = 24 * 3_600_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([1, 24, 25, 90])('a wait of %i days ends after so many days, once', (days) => {
  const run = vi.fn()
  systemClock.after(days * DAY_MS, run)

  vi.advanceTimersByTime(days * DAY_MS - 1)
  expect(run).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(100 * DAY_MS)
  expect(run).toHaveBeenCalledTimes(1)
})

test('a wait can be cancelled, also after its first 24 days', () => {
  const run = vi.fn()
  const cancel = systemClock.after(60 * DAY_MS, run)

  vi.advanceTimersByTime(30 * DAY_MS)
  cancel()
  vi.advanceTimersByTime(100 * DAY_MS)
  expect(run).not.toHaveBeenCalled()
})
