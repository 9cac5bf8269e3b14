import { badRequest } from '../../../domain/errors.ts'
import { type PageRequest, pagingHeaders } from '../../paging.ts'

const MAX_PAGE_SIZE = 500

/** @throws BellbuoyError `BAD_REQUEST` for a page below 1; a size above the maximum is lowered to it */
export function legacyPage({ page = 1, page_size = MAX_PAGE_SIZE }: PageRequest): Required<PageRequest> {
  if (page <= 0 || page_size <= 0) throw badRequest('page and page_size begin with 1')
  return { page, page_size: Math.min(page_size, MAX_PAGE_SIZE) }
}

/** As those of Harbor 2, but for the comma between two links. */
export function legacyPagingHeaders(url: string, page: PageRequest, total: number): Record<string, string> {
  const { link, ...headers } = pagingHeaders(url, page, total)
  return { ...headers, ...(link !== undefined && { link: link.replaceAll(' , ', ', ') }) }
}
