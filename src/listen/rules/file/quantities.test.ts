import { expect, test } from 'vitest'
import { DURATION_PATTERN, SIZE_PATTERN, durationMs, sizeBytes } from './quantities.ts'

test.for([
  ['0s', 0],
  ['500ms', 500],
  ['30s', 30_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['1m500ms', 60_500],
] as const)('%s is %d ms', ([text, ms]) => {
  expect(text).toMatch(new RegExp(DURATION_PATTERN))
  expect(durationMs(text)).toBe(ms)
})

test.for(['', '10', 's', '1 s', '-1s', '1.5s', '1w', '1sm'])('%j is no duration', (text) => {
  expect(text).not.toMatch(new RegExp(DURATION_PATTERN))
})

test.for([
  ['1KiB', 1024],
  ['64KiB', 65_536],
  ['1MiB', 1_048_576],
  ['2GiB', 2_147_483_648],
] as const)('%s is %d bytes', ([text, bytes]) => {
  expect(text).toMatch(new RegExp(SIZE_PATTERN))
  expect(sizeBytes(text)).toBe(bytes)
})

test.for(['', '1', '1MB', '1 MiB', '1.5MiB', '-1KiB'])('%j is no size', (text) => {
  expect(text).not.toMatch(new RegExp(SIZE_PATTERN))
})
