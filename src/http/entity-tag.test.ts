import { expect, test } from 'vitest'
import { entityTag, ifMatchNames } from './entity-tag.ts'

test('a tag is the revision between quotation marks', () => {
  expect(entityTag('r1')).toBe('"r1"')
})

test.for(['*', ' * ', '"r1"', '"r0", "r1"', '"r0","r1","r2"', '"a,b" , "r1"', 'W/"r1", "r1"', '  "r1"  '])(
  '%j names r1',
  (header) => {
    expect(ifMatchNames(header, 'r1')).toBe(true)
  },
)

test.for([
  '',
  '"r2"',
  'W/"r1"',
  'r1',
  '"r1',
  '"R1"',
  '"r1" "r2"',
  "'r1'",
  '"r0", r1',
  '"r1", x',
  '*, "r1"',
  '"*"',
  '"r1,r2"',
])('%j does not name r1', (header) => {
  expect(ifMatchNames(header, 'r1')).toBe(false)
})

test('a long header is read in no time', () => {
  expect(ifMatchNames('"r0",'.repeat(50_000), 'r1')).toBe(false)
})
