import { expect, test } from 'vitest'
import { chinese } from '../../web/text/chinese.ts'
import { english } from '../../web/text/english.ts'

/** Names, which are the same in every language, and words that Chinese consoles leave in English. */
const SAME_IN_CHINESE = /^(?:targetKinds\.\w+\.(?:name|address|example)|signing\.schemes\.\w+)$/

type Leaf = readonly [path: string, text: unknown]

test('both languages have the same keys', () => {
  const keys = (catalogue: object) => leaves(catalogue).map(([path]) => path)
  // Chinese has words for what the server describes in English alone.
  const ofServer = /^(?:options|templates\.about|logs\.changes\.fields)\./
  expect(keys(chinese).filter((key) => !ofServer.test(key))).toEqual(
    keys(english).filter((key) => !ofServer.test(key)),
  )
})

test('no sentence of the Chinese catalogue is English', () => {
  const untranslated = leaves(chinese).filter(
    ([path, text]) =>
      typeof text === 'string' &&
      /[a-z]+ [a-z]+/.test(text) &&
      !/\p{Script=Han}/u.test(text) &&
      !SAME_IN_CHINESE.test(path),
  )
  expect(untranslated).toEqual([])
})

test('the English catalogue speaks plainly', () => {
  const banned = /\b(?:shall|whoever|mended|tell[s]? of|not wanted|Well)\b|From accepted to delivered/
  const found = leaves(english).filter(([, text]) => typeof text === 'string' && banned.test(text))
  expect(found).toEqual([])
})

function leaves(catalogue: object, path = ''): readonly Leaf[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) => {
    const at = path === '' ? key : `${path}.${key}`
    return typeof value === 'object' && value !== null ? leaves(value, at) : [[at, value] as const]
  })
}
