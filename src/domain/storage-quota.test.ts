import { expect, test } from 'vitest'
import { bytesText, quotaDetail, quotaLevel } from './storage-quota.ts'

const MIB = 1024 * 1024

test.for([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [12.6 * MIB, '12.6 MiB'],
  [3 * 1024 ** 4, '3.0 TiB'],
] as const)('%i bytes are %s', ([bytes, text]) => {
  expect(bytesText(Math.floor(bytes))).toBe(text)
})

test.for([
  [84, 0],
  [85, 1],
  [100, 1],
  [101, 2],
] as const)('%i of 100 bytes are level %i', ([usedBytes, level]) => {
  expect(quotaLevel({ usedBytes, limitBytes: 100 }, 85)).toBe(level)
})

test('the sentences are those of Harbor', () => {
  expect(quotaDetail(1, { usedBytes: 12.6 * MIB, limitBytes: 14 * MIB, addedBytes: 1 }, 85).details).toBe(
    'quota usage reach 85%: resource storage used 12.6 MiB of 14.0 MiB',
  )
  const exceeding = { usedBytes: 11.5 * MIB, limitBytes: 10 * MIB, addedBytes: 3.5 * MIB }
  expect(quotaDetail(2, exceeding, 85).details).toBe(
    'adding 3.5 MiB of storage resource, which when updated to current usage of 8.0 MiB will exceed the configured upper limit of 10.0 MiB.',
  )
})
