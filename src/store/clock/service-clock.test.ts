import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.ts'
import { ServiceClock } from './service-clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

test('it begins with the time of the system', () => {
  const clock = new ManualClock()
  expect(new ServiceClock(clock, null, HOUR_MS).now()).toBe(clock.now())
})

test.each([10 * DAY_MS, -DAY_MS])('a jump of the system clock by %i ms does not touch it', (jumpMs) => {
  const clock = new ManualClock()
  const service = new ServiceClock(clock, null, HOUR_MS)
  const before = service.now()

  clock.advance(MINUTE_MS)
  clock.jump(jumpMs)
  clock.advance(MINUTE_MS)

  expect(service.now() - before).toBe(2 * MINUTE_MS)
  expect(service.aheadMs).toBe(-jumpMs)
})

test.each([
  { stop: 'a stop counts as the system clock shows it', wallMs: MINUTE_MS, counted: MINUTE_MS },
  { stop: 'a stop that looks like ten days counts as an hour', wallMs: 10 * DAY_MS, counted: HOUR_MS },
  { stop: 'a start with a clock that is behind counts nothing', wallMs: -DAY_MS, counted: 0 },
])('$stop', ({ wallMs, counted }) => {
  const clock = new ManualClock()
  const last = new ServiceClock(clock, null, HOUR_MS).reading()

  clock.jump(wallMs)

  expect(new ServiceClock(clock, last, HOUR_MS).now() - last.serviceMs).toBe(counted)
})
