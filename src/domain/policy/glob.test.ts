import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGlob, globFault } from './glob.ts'

const matches = (pattern: string, text: string): boolean => createGlob(pattern).matches(text)

describe('a pattern', () => {
  test.each([
    ['web', ['web'], ['web2', 'we', 'Web', '']],
    ['*', ['web', ''], ['a/b']],
    ['**', ['web', 'a/b/c', ''], []],
    ['v*', ['v', 'v1.2'], ['1v', 'v/1']],
    ['v?', ['v1'], ['v', 'v12', 'v/']],
    ['a*b*c', ['abc', 'axxbyyc'], ['ab', 'acb']],
    ['team/**', ['team/a', 'team/a/b'], ['team', 'teams/a']],
    ['**/web', ['web', 'a/web', 'a/b/web'], ['aweb', 'web/a']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['v[0-9]', ['v1'], ['vx', 'v', 'v/']],
    ['v[^0-9]', ['vx'], ['v1', 'v/']],
    ['[a\\]]', ['a', ']'], ['\\']],
    ['{dev,test}-*', ['dev-1', 'test-'], ['prod-1']],
    ['{a,b{c,d}}', ['a', 'bc', 'bd'], ['b', 'ac']],
    ['a{,b}', ['a', 'ab'], ['b']],
    ['\\*', ['*'], ['x']],
    ['a.b+c$', ['a.b+c$'], ['aXb+c$']],
    ['?', ['😀'], ['ab']],
  ])('%s matches these texts and no others', (pattern, these, others) => {
    expect(these.filter((text) => !matches(pattern, text))).toEqual([])
    expect(others.filter((text) => matches(pattern, text))).toEqual([])
  })
})

describe('a fault names its position:', () => {
  test.each([
    ['', 0, 'is empty'],
    ['a[bc', 1, 'has a "[" that is not closed'],
    ['a[]', 1, 'has a class that holds nothing'],
    ['[z-a]', 0, 'has the range z-a, which holds nothing'],
    ['[a-]', 3, 'has a range that does not end'],
    ['ab{c,d', 2, 'has a "{" that is not closed'],
    ['ab}', 2, 'has a "}" that closes nothing'],
    ['ab\\', 2, 'ends in a "\\" that escapes nothing'],
    ['{a,b}'.repeat(7), 30, 'has braces that stand for more than 64 patterns'],
    ['a'.repeat(257), 256, 'is longer than 256 characters'],
  ])('%j', (pattern, position, problem) => {
    expect(globFault(pattern)).toEqual({ position, problem })
  })
})

test('a pattern without special characters matches itself alone', () => {
  const plain = fc.stringMatching(/^[a-z0-9/._-]{1,40}$/)
  fc.assert(fc.property(plain, plain, (one, other) => matches(one, other) === (one === other)))
})

test('every text is a pattern or has a fault, and no pattern fails to match', () => {
  const pattern = fc.string({ unit: fc.constantFrom(...Array.from('ab/*?[]{},\\-^!')), maxLength: 20 })
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 20 }),
      (written, text) => {
        if (globFault(written) !== null) expect(() => createGlob(written)).toThrow()
        else expect(typeof matches(written, text)).toBe('boolean')
      },
    ),
  )
})

test('the time to match a pattern of many stars grows with its length only', () => {
  const text = 'a'.repeat(255)
  const glob = createGlob('a*'.repeat(100) + 'b')
  const started = performance.now()
  expect(glob.matches(text)).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})
