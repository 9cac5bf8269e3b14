import { expect, test } from 'vitest'
import { type KeySchema, unknownKeyText, unknownKeys } from './unknown-keys.ts'

const FILTER: KeySchema = { properties: { tags: {}, media_types: {} }, additionalProperties: false }
const BODY: KeySchema = {
  properties: {
    name: {},
    filter: FILTER,
    targets: { items: { properties: { address: {}, options: {} } } },
    headers: { properties: {}, additionalProperties: {} },
  },
}

const texts = (value: unknown, isClosed = false) => unknownKeys(BODY, value, isClosed).map(unknownKeyText)

test('an open object ignores what it does not know', () => {
  expect(texts({ name: 'a', creation_time: '', id: 3, sail: { white: true } })).toEqual([])
})

test('an open object refuses the slip of a known key, at every depth', () => {
  expect(texts({ filters: {}, targets: [{}, { adress: '' }] })).toEqual([
    'unknown key filters: did you mean filter?',
    'unknown key targets.1.adress: did you mean address?',
  ])
})

test('a closed object refuses every unknown key, also inside an open one', () => {
  expect(texts({ filter: { mediaTypes: [], sail: 1 } })).toEqual([
    'unknown key filter.mediaTypes: did you mean media_types?',
    'unknown key filter.sail: there are tags, media_types',
  ])
  expect(texts({ sail: null }, true)).toEqual(['unknown key sail: there are name, filter, targets, headers'])
})

test('an object whose keys its owner chooses may have any', () => {
  expect(texts({ headers: { nam: '', Name: '' }, targets: [{ options: { optoin: 1 } }] }, true)).toEqual([])
})

test('keys that objects inherit are no known keys', () => {
  expect(texts(JSON.parse('{"filter": {"__proto__": {}, "constructor": 1}}'))).toHaveLength(2)
})

test('of a hundred thousand unknown keys the first twenty are named, and the first five hundred looked at for slips', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`nam${index}`, 0]))
  const closed = unknownKeys({ properties: { name: {} } }, many, true)
  expect(closed.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, index) => `nam${index}`))
  const open = { properties: { description: {} } }
  const others = (count: number) => Array.from({ length: count }, (_, index) => [`x${index}`, 0] as const)
  const withSlip = (count: number) => Object.fromEntries([...others(count), ['descripton', 0]])
  expect(unknownKeys(open, withSlip(499)).map(({ path }) => path)).toEqual(['descripton'])
  expect(unknownKeys(open, withSlip(500))).toEqual([])
})
