import Type, { type TSchema } from 'typebox'
import { expect, test } from 'vitest'
import { PageQuery } from '../contract/params.ts'
import { PolicyRequest } from '../contract/webhooks/policy.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { mistakesIn, validatorOf } from './validation.ts'

type Part = Parameters<typeof validatorOf>[1]

function mistakes(schema: TSchema, part: Part, value: unknown): readonly string[] {
  try {
    validatorOf(schema, part)(value)
  } catch (error) {
    expect(error).toBeInstanceOf(BellbuoyError)
    expect((error as BellbuoyError).code).toBe('UNPROCESSABLE_ENTITY')
    const [first, ...others] = (error as BellbuoyError).message.split('\n')
    expect(first).toBe('validation failure list:')
    return others
  }
  throw new Error('it was accepted')
}

const readPage = validatorOf(PageQuery, 'querystring')
const readPolicy = validatorOf(PolicyRequest, 'body')

test('numbers in a query are read from their text', () => {
  expect(readPage({ page: '2', page_size: '50' })).toEqual({ page: 2, page_size: 50 })
})

test('what a query leaves out gets its default', () => {
  expect(readPage({})).toEqual({ page: 1, page_size: 10 })
})

test.for([
  [{ page_size: '101' }, 'page_size in query'],
  [{ page: 'two' }, 'page in query'],
  [{ page: '1.5' }, 'page in query'],
  [{ page: ['1', '2'] }, 'page in query'],
] as const)('the query %j is refused by name', ([query, where]) => {
  const found = mistakes(PageQuery, 'querystring', query)
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(where)
})

test('every mistake is named, one a line', () => {
  const found = mistakes(PageQuery, 'querystring', { page: 'a', page_size: 'b' })
  expect(found).toHaveLength(2)
})

test('path parameters are read and refused by their place', () => {
  const schema = Type.Object({ id: Type.Integer() })
  expect(validatorOf(schema, 'params')({ id: '7' })).toEqual({ id: 7 })
  expect(mistakes(schema, 'params', { id: 'seven' })[0]).toMatch(/^id in path /)
})

test.for(['', ' 1', '1.5', '1e2', '0x10', 'true', 'seven', '99999999999999999999'])(
  'the id %j is no whole number and stands for no other one',
  (id) => {
    const schema = Type.Object({ id: Type.Integer() })
    expect(mistakes(schema, 'params', { id })[0]).toMatch(/^id in path /)
  },
)

test('a body is required', () => {
  expect(mistakes(PolicyRequest, 'body', undefined)).toEqual(['body in body is required'])
})

test('a body is taken as it is: no text becomes a number, no number a text', () => {
  expect(mistakes(PolicyRequest, 'body', { name: 7 })[0]).toMatch(/^name in body /)
  expect(mistakes(PolicyRequest, 'body', { enabled: 'true' })[0]).toMatch(/^enabled in body /)
})

test('a mistake deep in a body is named by its path', () => {
  const found = mistakes(PolicyRequest, 'body', { targets: [{}, { address: 1 }] })
  expect(found[0]).toMatch(/^targets\.1\.address in body /)
})

test('a null in a body counts as absent, however deep', () => {
  const body = { name: null, targets: [{ address: 'a', secret: null }], event_types: null }
  expect(readPolicy(body)).toEqual({ targets: [{ address: 'a' }] })
})

test.for([null, [], 'text', 7])('%j is no policy', (body) => {
  expect(mistakes(PolicyRequest, 'body', body)).not.toEqual([])
})

test('unknown keys are no mistake', () => {
  expect(() => readPolicy({ 'payload_format:omitempty': '', id: 0, sail: { white: true } })).not.toThrow()
})

test('a value that is none of a list is refused with the list', () => {
  const schema = Type.Object({ state: Type.Enum(['open', 'closed', 'all']) })
  expect(mistakes(schema, 'querystring', { state: 'opne' })).toEqual([
    'state in query must be one of open, closed, all',
  ])
})

test('a key that is missing is named for itself, each on its own', () => {
  const schema = Type.Object({
    subject: Type.String(),
    smtp: Type.Object({ host: Type.String(), port: Type.Integer() }),
  })
  expect(mistakesIn(schema, { smtp: { port: 25 } })).toEqual(['subject is required', 'smtp.host is required'])
  expect(mistakesIn(schema, {})).toEqual(['subject is required', 'smtp is required'])
  expect(mistakes(schema, 'body', { subject: 'a', smtp: {} })).toEqual([
    'smtp.host in body is required',
    'smtp.port in body is required',
  ])
})
