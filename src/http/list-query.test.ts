import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BellbuoyError } from '../domain/errors.ts'
import { listQuery } from './list-query.ts'

const conditions = (q: string) => listQuery({ q }).conditions

test.for([
  ['name=ci', { field: 'name', is: 'equal', value: 'ci' }],
  ['name=\\~ci', { field: 'name', is: 'equal', value: '~ci' }],
  ['name=~CI', { field: 'name', is: 'like', value: 'CI' }],
  ['id=[1~3]', { field: 'id', is: 'between', min: 1, max: 3 }],
  ['id=[~3]', { field: 'id', is: 'between', min: null, max: 3 }],
  ['id=[2~]', { field: 'id', is: 'between', min: 2, max: null }],
  [
    'start_time=[2026-03-01T10:00:00~]',
    { field: 'start_time', is: 'between', min: '2026-03-01T10:00:00', max: null },
  ],
  [
    `start_time=["2026-03-01 10:00:00"~'2026-03-02']`,
    { field: 'start_time', is: 'between', min: '2026-03-01 10:00:00', max: '2026-03-02' },
  ],
  [`status={Error "Stopped"}`, { field: 'status', is: 'one of', values: ['Error', 'Stopped'] }],
  ['name__icontains=ci', { field: 'name', is: 'like', value: 'ci' }],
  ['id__gt=3', { field: 'id', is: 'above', value: 3 }],
  ['id__lte=3', { field: 'id', is: 'between', min: null, max: 3 }],
  ['CreationTime=1', { field: 'creation_time', is: 'equal', value: '1' }],
  ['extra_attrs.event_type=PUSH', { field: 'extra_attrs.event_type', is: 'equal', value: 'PUSH' }],
] as const)('%s is read as %j', ([q, condition]) => {
  expect(conditions(q)).toEqual([condition])
})

test('terms are joined by commas, and all must hold', () => {
  expect(conditions('name=a,id=1').map(({ field }) => field)).toEqual(['name', 'id'])
})

test('what was encoded twice is decoded twice, here for the second time', () => {
  expect(conditions('name%3D~a%20b')).toEqual([{ field: 'name', is: 'like', value: 'a b' }])
})

test('a list of all-of values is read and has no effect', () => {
  expect(conditions('name=(a b)')).toEqual([])
})

test('a text with a malformed escape is taken as it is, as in Harbor', () => {
  expect(conditions('name=~100%')).toEqual([{ field: 'name', is: 'like', value: '100%' }])
})

test.for([
  'name',
  '%zz',
  '=x',
  'name=',
  'name=[1]',
  'name=[~]',
  'name=[1~2~3]',
  'name={}',
  'name=~',
  'name=[1~2',
])('%s is refused', (q) => {
  expect(() => conditions(q)).toThrow(BellbuoyError)
})

test('sort names fields, descending behind a hyphen', () => {
  expect(listQuery({ sort: '-creation_time,Name,-' }).order).toEqual([
    { field: 'creation_time', descending: true },
    { field: 'name', descending: false },
  ])
})

test('whatever is asked is read or refused, and never breaks', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (q, sort) => {
      try {
        listQuery({ q, sort })
      } catch (error) {
        expect(error).toBeInstanceOf(BellbuoyError)
      }
    }),
  )
})
