import Type, { type TSchema } from 'typebox'
import { expect, test } from 'vitest'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import { settingsSchemaOf } from '../../src/domain/registry/source.ts'
import { mistakesIn } from '../../src/http/validation.ts'
import { SOURCE_KINDS } from '../../src/sources/source-kinds.ts'
import { EmailOptionsSchema } from '../../src/targets/email/email-options.ts'
import { HttpOptionsSchema } from '../../src/targets/http/http-options.ts'
import { serverTexts } from '../../web/text/server/chinese.ts'
import { translated } from '../../web/text/server/translated.ts'

/** For each keyword of JSON Schema that a request is checked by: a schema, and a value that breaks it. */
const BROKEN: Readonly<Record<string, readonly (readonly [TSchema, unknown])[]>> = {
  type: [
    [Type.String(), 1],
    [Type.Integer(), 'a'],
    [Type.Number(), 'a'],
    [Type.Boolean(), 'a'],
    [Type.Array(Type.String()), 'a'],
    [Type.Object({}), 'a'],
    [Type.Null(), 'a'],
    [{ type: ['string', 'null'] }, 1],
  ],
  minLength: [[Type.String({ minLength: 2 }), 'a']],
  maxLength: [[Type.String({ maxLength: 2 }), 'abc']],
  pattern: [[Type.String({ pattern: '^a' }), 'b']],
  format: [[Type.String({ format: 'date-time' }), 'b']],
  minimum: [[Type.Integer({ minimum: 2 }), 1]],
  maximum: [[Type.Integer({ maximum: 2 }), 3]],
  exclusiveMinimum: [[Type.Integer({ exclusiveMinimum: 2 }), 2]],
  exclusiveMaximum: [[Type.Integer({ exclusiveMaximum: 2 }), 2]],
  multipleOf: [[Type.Integer({ multipleOf: 2 }), 3]],
  minItems: [[Type.Array(Type.String(), { minItems: 2 }), ['a']]],
  maxItems: [[Type.Array(Type.String(), { maxItems: 1 }), ['a', 'b']]],
  uniqueItems: [[Type.Array(Type.String(), { uniqueItems: true }), ['a', 'a']]],
  minProperties: [[Type.Object({}, { minProperties: 1 }), {}]],
  maxProperties: [[Type.Object({}, { maxProperties: 1 }), { a: 1, b: 2 }]],
  enum: [[Type.Enum(['a', 'b']), 'c']],
  const: [[Type.Literal('a'), 'b']],
  anyOf: [[Type.Union([Type.Literal('a'), Type.Literal('b')]), 'c']],
}

/** What a schema says beside what it checks. */
const SILENT =
  /^(?:\$.*|title|description|default|deprecated|examples?|writeOnly|readOnly|contentMediaType|x-.*|~.*)$/
/** Where schemas stand in a schema; the check of closed objects has words of its own. */
const NESTED = /^(?:properties|patternProperties|additionalProperties|items)$/

test('every keyword that a request is checked by has its mistakes here', () => {
  const requests = EVERY_CALL.flatMap(({ schema }) => Object.values(schema) as readonly TSchema[])
  const options = [HttpOptionsSchema, EmailOptionsSchema, ...SOURCE_KINDS.map(settingsSchemaOf)]
  const keywords = new Set([...requests, ...options].flatMap((schema) => keywordsOf(schema)))
  const known = [...Object.keys(BROKEN), 'required']
  expect([...keywords].filter((one) => !known.includes(one) && !SILENT.test(one))).toEqual([])
})

test('a key that is missing reads in Chinese, by its own name', () => {
  const [mistake] = mistakesIn(Type.Object({ subject: Type.String() }), {})
  expect(translated(mistake!, serverTexts)).toBe('subject 为必填项')
  expect(translated(mistake!.replace('subject', 'subject in body'), serverTexts)).toBe('subject 为必填项')
})

test.each(Object.entries(BROKEN).flatMap(([keyword, cases]) => cases.map((one) => [keyword, one] as const)))(
  'a mistake by %s reads in Chinese, with and without its field',
  (_, [schema, value]) => {
    const [mistake] = mistakesIn(Type.Object({ field: schema }), { field: value })
    const wanted = /^field [^a-z]*\p{Script=Han}/u
    expect(translated(mistake!, serverTexts)).toMatch(wanted)
    expect(translated(mistake!, serverTexts)).not.toMatch(/\b(?:must|schema|properties|characters|items)\b/)
    const atField = mistake!.replace(/^field /, '')
    expect(translated(atField, serverTexts)).toMatch(/\p{Script=Han}/u)
    expect(translated(mistake!.replace('field', 'field in body'), serverTexts)).toMatch(wanted)
  },
)

function keywordsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'anyOf') return ['anyOf', ...(value as readonly unknown[]).flatMap(keywordsOf)]
    if (!NESTED.test(keyword)) return [keyword]
    if (keyword === 'items' || keyword === 'additionalProperties') return keywordsOf(value)
    return Object.values(value as object).flatMap(keywordsOf)
  })
}
