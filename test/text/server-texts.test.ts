import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { READY_MADE_TEMPLATES } from '../../src/payloads/template/ready-made.ts'
import { settingsSchemaOf } from '../../src/domain/registry/source.ts'
import { SOURCE_KINDS } from '../../src/sources/source-kinds.ts'
import { chinese } from '../../web/text/chinese.ts'
import { serverTexts } from '../../web/text/server/chinese.ts'
import { translated } from '../../web/text/server/translated.ts'
import { serverSentences } from './server-sentences.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What only a program that calls the API in a way of its own can meet; the console never sends such a call. */
const OF_PROGRAMS = new Set([
  'unauthorized: {}',
  'unknown source or wrong token: {}',
  'content type {} is none of {}',
  'must with project ID when to query project robots',
  'ProjectID must be a positive integer',
  'resource not found: {} {}',
])

test('every sentence of an error or a failed attempt that reaches the console is in the Chinese catalogue', () => {
  const missing = serverSentences(root).filter(
    ({ pattern }) => /[a-z]{3}/.test(pattern) && !isKnown(pattern) && !OF_PROGRAMS.has(pattern),
  )
  expect(missing.map(({ pattern, file }) => `${file}: ${pattern}`)).toEqual([])
})

/** Whether the catalogue has it, or what it says of a field whatever that is called. */
function isKnown(pattern: string): boolean {
  const sample = pattern.replaceAll('{}', '7')
  return Object.hasOwn(serverTexts, pattern) || translated(sample, serverTexts) !== sample
}

test('every translation uses what varies, each once', () => {
  const wrong = Object.entries(serverTexts).filter(([pattern, translation]) => {
    const wanted = pattern
      .split('{}')
      .slice(1)
      .map((_, index) => `{${index + 1}}`)
    return (translation.match(/\{\d\}/g) ?? []).toSorted().join() !== wanted.join()
  })
  expect(wrong).toEqual([])
})

test.each([
  ['the receiver answered 503; gave up: all 5 retries are used', '接收方返回 503；已放弃：5 次重试均已用完'],
  [
    'the receiver answered 301, a redirect to https://new.test/; redirects are not followed',
    '接收方返回重定向 301，指向 https://new.test/；不跟随重定向',
  ],
  ['no answer within 10000 ms', '10000 毫秒内没有收到响应'],
  ['the password is a common one: choose another', '密码过于常见：请换一个'],
  ['something that no catalogue knows', 'something that no catalogue knows'],
])('%s', (text, wanted) => {
  expect(translated(text, serverTexts)).toBe(wanted)
})

test('the settings of sources and the ready-made templates are described in Chinese', () => {
  const settings = SOURCE_KINDS.flatMap((kind) => Object.keys(settingsSchemaOf(kind).properties ?? {}))
  expect(settings.filter((name) => !Object.hasOwn(chinese.options, name))).toEqual([])
  const titles = SOURCE_KINDS.map(({ title }) => title).filter((title) => title.includes(' '))
  expect(titles.filter((title) => !Object.hasOwn(serverTexts, title))).toEqual([])
  expect(READY_MADE_TEMPLATES.filter(({ id }) => !Object.hasOwn(chinese.templates.about, id))).toEqual([])
})
