import { expect, test } from 'vitest'
import { diskTrouble } from './disk-trouble.ts'

const GIB = 2 ** 30
const limits = { freePercent: 10, maxGib: 0 }

test('a volume of which less is free than is to be', () => {
  const room = { totalBytes: 100 * GIB, databaseBytes: GIB }
  expect(diskTrouble({ ...room, freeBytes: 10 * GIB }, limits, 5)).toBeNull()
  expect(diskTrouble({ ...room, freeBytes: 9.9 * GIB }, limits, 5)).toMatchObject({
    kind: 'disk_filling',
    cause: 'volume_full',
    reason: '9 % of the volume are free',
    sinceMs: 5,
  })
  expect(diskTrouble({ ...room, freeBytes: 0 }, { ...limits, freePercent: 0 }, 5)).toBeNull()
})

test('a database that is larger than it may be, wherever it lies', () => {
  const room = { totalBytes: 0, freeBytes: 0 }
  expect(diskTrouble({ ...room, databaseBytes: 20 * GIB }, limits, 5)).toBeNull()
  expect(diskTrouble({ ...room, databaseBytes: 21 * GIB }, { ...limits, maxGib: 20 }, 5)).toMatchObject({
    cause: 'database_large',
    reason: 'the database has 21 GiB',
  })
})
