import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

const json = (body: string): string => oneLine({ contentType: 'application/json; charset=utf-8', body })

test('JSON is one line of the same meaning, whatever its strings hold and however it is laid out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
      fc.pre(typeof value !== 'string')
      const line = json(JSON.stringify(value, null, indent))
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      expect(JSON.stringify(JSON.parse(line))).toBe(JSON.stringify(value))
    }),
  )
})

test('JSON that is a string is its text, in which nothing ends the line or steers a terminal', () => {
  expect(json('"alice pushed \\"web\\""')).toBe('alice pushed "web"')
  const spoof = 'a\n{"level":50}\r\u001b[2J\u009b31m\u0085\u2028\u202egnp'
  expect(json(JSON.stringify(spoof))).toBe(
    String.raw`a\u000a{"level":50}\u000d\u001b[2J\u009b31m\u0085\u2028\u202egnp`,
  )
})

test('what is no JSON is one line of text', () => {
  expect(oneLine({ contentType: 'text/csv', body: 'PUSH_ARTIFACT,shop/web\n' })).toBe(
    String.raw`PUSH_ARTIFACT,shop/web\u000a`,
  )
})
