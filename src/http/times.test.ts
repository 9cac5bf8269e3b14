import { expect, test } from 'vitest'
import { NO_TIME, timeInMs, timeInSeconds } from './times.ts'

const at = Date.UTC(2023, 3, 3, 6, 4, 46, 999)

test('policies tell times in milliseconds', () => {
  expect(timeInMs(at)).toBe('2023-04-03T06:04:46.999Z')
  expect(timeInMs(at - 999)).toBe('2023-04-03T06:04:46.000Z')
})

test('executions and tasks tell times in whole seconds that have passed', () => {
  expect(timeInSeconds(at)).toBe('2023-04-03T06:04:46Z')
})

test('a time that is not set is year 1, as in Harbor', () => {
  expect(timeInSeconds(null)).toBe('0001-01-01T00:00:00Z')
  expect(NO_TIME).toBe('0001-01-01T00:00:00Z')
})
