import { expect, test } from 'vitest'
import { assertVisibleName, nameFault } from './visible-name.ts'

test.for(['ci', 'Meldung an Köln', '通知', 'إشعار', 'नमस्ते', '👩‍🚀', 'a\u00a0b', ' .', 'e\u0301', '\ue000'])(
  '%j is a name',
  (name) => {
    expect(nameFault(name)).toBeNull()
  },
)

test.for([
  '',
  ' ',
  '\u00a0\u2003',
  '\u200b',
  '\u2060\ufeff',
  '\u00ad',
  '\u3164',
  '\u2800',
  '\u0301',
  '\u034f',
])('%j has no visible character', (name) => {
  expect(nameFault(name)).toBe('it has no visible character')
})

test.for([
  ['ci\u0000', 'U+0000'],
  ['ci\n', 'U+000A'],
  ['\u001b[31mci', 'U+001B'],
  ['ci\u007f', 'U+007F'],
  ['ci\u0085', 'U+0085'],
  ['ci\u2028', 'U+2028'],
  ['ci\ud800', 'U+D800'],
] as const)('%j contains the control character %s', ([name, character]) => {
  expect(nameFault(name)).toBe(`it contains the control character ${character}`)
})

test.for(['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'])(
  '%j contains a character that reorders the text around it',
  (character) => {
    const shown = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    expect(nameFault(`a${character}b`)).toBe(`it contains the bidirectional control character ${shown}`)
  },
)

test('the refusal names the noun', () => {
  expect(() => assertVisibleName('policy name', '\u202e')).toThrow(
    'invalid policy name: it contains the bidirectional control character U+202E',
  )
})
