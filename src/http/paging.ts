import type { Page } from '../domain/list-query.ts'

export interface PageRequest {
  readonly page?: number
  readonly page_size?: number
}

/** The rows that `page` and `page_size` ask for; a size of 0 or below means all of them, as in Harbor. */
export function pageOf(request: PageRequest): Page {
  const limit = Math.max(0, request.page_size ?? 10)
  return { limit, offset: (pageNumber(request) - 1) * limit }
}

/** Pages before the first show the first. */
function pageNumber({ page = 1 }: PageRequest): number {
  return Math.max(1, page)
}

/**
 * `X-Total-Count`, and `Link` where there is a page before or after (Harbor, `src/server/v2.0/handler/base.go`): relative
 * addresses, keys sorted, percent-escapes undone, entries joined by ` , `.
 */
export function pagingHeaders(url: string, request: PageRequest, total: number): Record<string, string> {
  const { page_size = 10 } = request
  const page = pageNumber(request)
  const links: string[] = []
  if (page_size > 0) {
    if (page > 1 && (page - 1) * page_size < total) links.push(link(url, page - 1, page_size, 'prev'))
    if (page * page_size < total) links.push(link(url, page + 1, page_size, 'next'))
  }
  return { 'x-total-count': String(total), ...(links.length > 0 && { link: links.join(' , ') }) }
}

function link(url: string, page: number, pageSize: number, relation: string): string {
  const [path = '', search = ''] = url.split('?', 2)
  const query = new URLSearchParams(search)
  query.set('page', String(page))
  query.set('page_size', String(pageSize))
  query.sort()
  const pairs = [...query].map(([key, value]) => `${key}=${value}`)
  // A header must not hold what an undone escape may bring to light.
  return `<${path}?${pairs
    .join('&')
    .toWellFormed()
    .replace(/[^\x20-\x7e]|[<>]/gu, encodeURIComponent)}>; rel="${relation}"`
}
