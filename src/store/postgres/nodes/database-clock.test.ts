import { expect, test } from 'vitest'
import { ManualClock } from '../../../../test/support/manual-clock.ts'
import { DatabaseClock } from './database-clock.ts'

const HOUR_MS = 3_600_000

test('it shows the time of the server, however wrong the clock of the machine is, and goes on with the monotonic clock', () => {
  const local = new ManualClock(1_000_000)
  const clock = new DatabaseClock(local, { serverMs: 5_000_000, askedAt: 999_980, answeredAt: 1_000_000 })
  expect(clock.now()).toBe(5_000_010)
  local.jump(HOUR_MS)
  local.advance(1000)
  expect(clock.now()).toBe(5_001_010)
})

test('a reading that takes long does not move it, and one that contradicts it does', () => {
  const local = new ManualClock(1_000_000)
  const clock = new DatabaseClock(local, { serverMs: 5_000_000, askedAt: 1_000_000, answeredAt: 1_000_000 })
  clock.learn({ serverMs: 5_000_400, askedAt: 1_000_000, answeredAt: 1_000_900 })
  expect(clock.now()).toBe(5_000_000)
  clock.learn({ serverMs: 5_000_000 + HOUR_MS, askedAt: 1_000_000, answeredAt: 1_000_010 })
  expect(clock.now()).toBe(5_000_000 + HOUR_MS - 10)
})
