import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasMoreValues } from './json-text.ts'

test.each([
  ['a list', [1, 2, 3], 3],
  ['an object', { aaa: 1, bbb: null }, 2],
  ['lists within objects', { a: [1, { b: 2, c: [3, 4] }], d: [5] }, 9],
  ['texts with commas, brackets and quotes', ['a,b,c', '[,{,', '",",', '\\', '\\",{', ','.repeat(20)], 6],
])('counts the values in %s', (_name, value, count) => {
  const text = JSON.stringify(value)
  expect(hasMoreValues(text, count)).toBe(false)
  expect(hasMoreValues(text, count - 1)).toBe(true)
})

test('counts what is within texts never', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('"', '\\', ',', '{', '[', 'x') }), { minLength: 1 }),
      (texts) => {
        expect(hasMoreValues(JSON.stringify(texts), texts.length)).toBe(false)
      },
    ),
  )
})
