import { expect, test } from 'vitest'
import { cellText, factsOf, tablesOf } from './reported-object.ts'

const RETENTION = {
  total: 4,
  result: 'SUCCESS',
  empty: '',
  none: null,
  place: { host: 'r.test', port: { number: 5000 } },
  references: ['a', 'b'],
  deleted_artifact: [{ name_tag: 'web:1', references: null }],
}

test('values are facts, those of inner objects with the names that lead to them', () => {
  expect(factsOf(RETENTION)).toEqual([
    [['total'], '4'],
    [['result'], 'SUCCESS'],
    [['place', 'host'], 'r.test'],
    [['place', 'port', 'number'], '5000'],
    [['references'], 'a, b'],
  ])
})

test('lists of objects are tables, whose cells hold anything on a line', () => {
  expect(tablesOf(RETENTION)).toEqual([['deleted_artifact', RETENTION.deleted_artifact]])
  expect(cellText([{ kind: 'doublestar', extras: '' }, { kind: 'x' }])).toBe('kind doublestar, kind x')
  expect(cellText(null)).toBe('–')
})
