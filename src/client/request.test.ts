import { expect, test } from 'vitest'
import { queryText } from './request.ts'

test('a query has what is given, and says nothing of what is not', () => {
  expect(queryText({ page: 2, q: 'name=~a&b', sort: undefined, tag: '' })).toBe('?page=2&q=name%3D%7Ea%26b')
  expect(queryText({ tag: '' })).toBe('')
  expect(queryText()).toBe('')
})
