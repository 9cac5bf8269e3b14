import { expect, test } from 'vitest'
import { pageOf, pagingHeaders } from './paging.ts'

test.for([
  [{}, { offset: 0, limit: 10 }],
  [{ page: 3 }, { offset: 20, limit: 10 }],
  [
    { page: 2, page_size: 100 },
    { offset: 100, limit: 100 },
  ],
  [{ page: 0 }, { offset: 0, limit: 10 }],
  [{ page: -2 }, { offset: 0, limit: 10 }],
  [
    { page: 5, page_size: 0 },
    { offset: 0, limit: 0 },
  ],
  [
    { page: 5, page_size: -1 },
    { offset: 0, limit: 0 },
  ],
] as const)('%j asks for the rows %j', ([request, page]) => {
  expect(pageOf(request)).toEqual(page)
})

const links = (url: string, request: object, total: number) => pagingHeaders(url, request, total)['link']

test('the total is always in the answer', () => {
  expect(pagingHeaders('/p', {}, 0)).toEqual({ 'x-total-count': '0' })
  expect(pagingHeaders('/p', {}, 10)).toEqual({ 'x-total-count': '10' })
})

test('the first of several pages links to the next', () => {
  expect(links('/p', {}, 11)).toBe('</p?page=2&page_size=10>; rel="next"')
})

test('a page in the middle links to both sides, joined as Harbor joins them', () => {
  expect(links('/p?page=2&page_size=5', { page: 2, page_size: 5 }, 11)).toBe(
    '</p?page=1&page_size=5>; rel="prev" , </p?page=3&page_size=5>; rel="next"',
  )
})

test('the last page links to the one before', () => {
  expect(links('/p?page=2', { page: 2 }, 20)).toBe('</p?page=1&page_size=10>; rel="prev"')
})

test('a page far behind the last links nowhere', () => {
  expect(links('/p?page=9', { page: 9 }, 20)).toBeUndefined()
})

test.for([0, -1])('a page size of %i means all, so there is nothing to link to', (page_size) => {
  expect(links(`/p?page_size=${page_size}`, { page_size }, 1000)).toBeUndefined()
})

test('the keys of a link are sorted, and what else was asked is kept', () => {
  expect(links('/p?sort=-name&name=web&page_size=1', { page_size: 1 }, 2)).toBe(
    '</p?name=web&page=2&page_size=1&sort=-name>; rel="next"',
  )
})

test('percent-escapes are undone, but never into something that a header cannot carry', () => {
  const link = links('/p?q=a%3D~b&name=%3E%0D%0Ax%C3%A9', {}, 11)
  expect(link).toContain('q=a=~b')
  expect(link).toMatch(/^<[\x20-\x3b\x3d\x3f-\x7e]*>; rel="next"$/)
  expect(link).toContain('name=%3E%0D%0Ax%C3%A9')
})

test.for([0, -3])('page %i shows the first page, so the next one is the second', (page) => {
  expect(links('/p', { page }, 11)).toBe('</p?page=2&page_size=10>; rel="next"')
})

test('letters beyond the basic plane, and halves of them, come out escaped', () => {
  const { link } = pagingHeaders('/x?name=%F0%9F%9B%9F', { page: 1, page_size: 1 }, 2)
  expect(link).toBe('</x?name=%F0%9F%9B%9F&page=2&page_size=1>; rel="next"')
})
