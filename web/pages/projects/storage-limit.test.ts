import { describe, expect, test } from 'vitest'
import { limitOf, typedLimit } from './storage-limit.ts'

const GIB = 1024 ** 3

describe('a storage limit in the form', () => {
  test('stays to the byte unless something else is typed', () => {
    const odd = 10 * GIB + 1
    expect(typedLimit(odd)).toBe(10)
    expect(limitOf(typedLimit(odd), odd)).toBe(odd)
    expect(limitOf(11, odd)).toBe(11 * GIB)
  })

  test('is none when the field is empty', () => {
    expect(typedLimit(-1)).toBe('')
    expect(limitOf('', 5)).toBe(-1)
    expect(limitOf('', -1)).toBe(-1)
  })
})
