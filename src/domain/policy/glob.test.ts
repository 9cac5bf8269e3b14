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
    ['{a,b}'.repeat(7), ['abababa', 'bbbbbbb'], ['aaaaaa', 'aaaaaac', 'aaaaaaaa']],
    ['{a/**,b}/{**/c,d*}', ['a/x/y/c', 'a/x/d1', 'b/x/c', 'b/d'], ['a/d1', 'b/c', 'b/d/e', 'b']],
    ['{{a,b},{c,{d,}}}e', ['ae', 'be', 'ce', 'de', 'e'], ['abe', 'x']],
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

test('braces stand for the patterns that one gets by writing them out', () => {
  const part = fc.stringMatching(/^[ab/*?]{0,4}$/)
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), part, text, (branches, after, one) => {
      const whole = `x{${branches.join(',')}}-${after}`
      const written = branches.map((branch) => `x${branch}-${after}`)
      // A slash before or after stars gives them another meaning, so the branches are set apart.
      expect(matches(whole, `x${one}`)).toBe(written.some((pattern) => matches(pattern, `x${one}`)))
    }),
  )
})

describe('the work for a pattern of the greatest length grows with the text only:', () => {
  const text = 'a'.repeat(255)
  test.each([
    ['many stars', 'a*'.repeat(127) + 'b'],
    ['braces that stand for 4^28 patterns', '{a,a,a,b}'.repeat(28)],
    ['braces within braces', '{a*,{a,{*,{**,a}}}}'.repeat(13)],
    ['empty braces', '{,{,}}'.repeat(42)],
    ['braces nested 127 deep', `${'{'.repeat(127)}*${'}'.repeat(127)}`],
    ['folders', '**/'.repeat(85)],
    ['classes', '[^b-z]*'.repeat(36)],
  ])('%s', (_, pattern) => {
    expect(globFault(pattern)).toBeNull()
    const glob = createGlob(pattern)
    const before = process.cpuUsage()
    for (let times = 0; times < 100; times++) glob.matches(text)
    const { user } = process.cpuUsage(before)
    // A hundred matches take some 50 ms; what doubles with each brace would not end at all.
    expect(user / 1000).toBeLessThan(2000)
  })
})

test('a glob that has met more texts than it keeps the ways of matches as a new one does', () => {
  const pattern = '{a*,**/b?}/x'
  const met = createGlob(pattern)
  const texts = Array.from({ length: 2000 }, (_, number) => {
    const character = String.fromCodePoint(0x4e00 + number)
    return number % 2 === 0 ? `a${character}/x` : `${character}/b${character}/x`
  })
  for (const text of [...texts, 'a', 'x', 'ab/y']) expect(met.matches(text)).toBe(matches(pattern, text))
})
