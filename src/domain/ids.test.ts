import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowestUuidV7, uuidV7 } from './ids.ts'

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('an id has the shape of a UUID version 7', () => {
  fc.assert(
    fc.property(time, (nowMs) => {
      expect(uuidV7(nowMs)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }),
  )
})

test('an id begins with its time', () => {
  fc.assert(
    fc.property(time, (nowMs) => {
      expect(parseInt(uuidV7(nowMs).replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs)
    }),
  )
})

test('an id made later sorts later', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      fc.pre(one < other)
      expect(uuidV7(one) < uuidV7(other)).toBe(true)
    }),
  )
})

test('ids of the same millisecond are all different, and so is each random part of them', () => {
  const ids = Array.from({ length: 5000 }, () => uuidV7(1))
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length)
  expect(new Set(ids.map((id) => id.charAt(19)))).toEqual(new Set(['8', '9', 'a', 'b']))
})

test('ids of the same millisecond sort in the order they were made', () => {
  const ids = Array.from({ length: 4096 }, () => uuidV7(2))
  expect(ids.toSorted()).toEqual(ids)
})

test('the lowest id of a time parts the ids made before it from the others', () => {
  fc.assert(
    fc.property(time, time, (madeAtMs, ms) => {
      expect(uuidV7(madeAtMs) < lowestUuidV7(ms)).toBe(madeAtMs < ms)
    }),
  )
  expect(lowestUuidV7(-5)).toBe(lowestUuidV7(0))
  expect(lowestUuidV7(2 ** 60)).toBe(lowestUuidV7(2 ** 48 - 1))
})
