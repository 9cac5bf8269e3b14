import { expect, test } from 'vitest'
import { lowestUuidV7, uuidV7 } from '../../domain/ids.ts'
import { uuidBytes, uuidOf } from './uuid-bytes.ts'

test('a UUID is stored as its 16 bytes and comes back as it was', () => {
  const uuid = uuidV7(Date.now())
  expect(uuidBytes(uuid)).toHaveLength(16)
  expect(uuidOf(uuidBytes(uuid))).toBe(uuid)
})

test('bytes sort as texts do', () => {
  const uuids = [0, 1, 255, 256, 2 ** 40].map(lowestUuidV7)
  const sorted = uuids.map(uuidBytes).sort((a, b) => Buffer.compare(a, b))
  expect(sorted.map(uuidOf)).toEqual(uuids)
})

test.for(['', 'an id', '01A00000-0000-7000-8000-000000000000', '01a0'])('%j stays a text', (id) => {
  expect(uuidOf(uuidBytes(id))).toBe(id)
})
