import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goJson } from './go-json.ts'

test('JSON is compact and keeps the order of its keys', () => {
  expect(goJson({ b: [1, { a: 'x y' }], a: null })).toBe('{"b":[1,{"a":"x y"}],"a":null}')
})

test.for([
  ['<', String.raw`\u003c`],
  ['>', String.raw`\u003e`],
  ['&', String.raw`\u0026`],
  ['\u2028', String.raw`\u2028`],
  ['\u2029', String.raw`\u2029`],
  ['"', String.raw`\"`],
  ['\\', String.raw`\\`],
  ['\n', String.raw`\n`],
  ['\u0001', String.raw`\u0001`],
] as const)('%j is written as %s, in keys too', ([character, written]) => {
  expect(goJson({ [character]: character })).toBe(`{"${written}":"${written}"}`)
})

test.for(["'", '/', '$', '+', 'é', '⚓', '\u007f'])('%s is written as it stands', (character) => {
  expect(goJson({ a: character })).toBe(`{"a":"${character}"}`)
})

test('whatever is escaped is the same again once it is read', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const written = goJson(value)
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(written).not.toMatch(/[<>&\u2028\u2029]/)
    }),
  )
})
