import { expect, test } from 'vitest'
import { createGlob } from './glob.ts'
import { globExample } from './glob-example.ts'

test.for([
  ['team/**', 'team/x'],
  ['**/web', 'web'],
  ['a/**/b', 'a/b'],
  ['v*', 'vx'],
  ['*-rc?', 'x-rca'],
  ['[0-9]*', '0x'],
  ['[^a-z]', '0'],
  ['{v1,v2}-{a,b{c,d}}', 'v1-a'],
  ['robot$ci', 'robot$ci'],
  ['\\*\\[', '*['],
  ['**', 'x'],
] as const)('%s matches its example %s', ([pattern, example]) => {
  expect(globExample(pattern, 'x')).toBe(example)
  expect(createGlob(pattern).matches(example)).toBe(true)
})
