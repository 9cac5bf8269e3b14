import { expect, test } from 'vitest'
import { durationMs } from './read-configuration.ts'

test.for([
  ['3s', 3000],
  ['1m30s', 90_000],
  ['1.5s', 1500],
  ['250ms', 250],
  [1_000_000_000, 1000],
  ['3', null],
  ['soon', null],
  [undefined, null],
] as const)('the duration %j has %j ms', ([value, ms]) => {
  expect(durationMs(value)).toBe(ms)
})
