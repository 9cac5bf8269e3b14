import { useDebouncedValue } from '@mantine/hooks'
import { useUrlFilter } from './use-url-filter.ts'

/** Rows on a page. */
export const PAGE_SIZE = 20
/** The search starts after a pause of this length in typing. */
const TYPING_MS = 300

export interface ListPosition {
  readonly page: number
  readonly toPage: (page: number) => void
  /** The text being typed. */
  readonly name: string
  readonly setName: (name: string) => void
  /** The search for the API, once typing has paused. */
  readonly asked: { readonly name: string; readonly page: number; readonly size: number }
}

/** The page of a list and the name searched for in it. The page's address holds both. */
export function useListPosition(): ListPosition {
  const [{ name = '', page: written = '1' }, patch] = useUrlFilter(['name', 'page'])
  const [wanted] = useDebouncedValue(name, TYPING_MS)
  const page = pageNumber(written)
  return {
    page,
    name,
    toPage: (next) => patch({ page: next === 1 ? '' : String(next) }),
    setName: (typed) => patch({ name: typed, page: '' }),
    asked: { name: wanted, page, size: PAGE_SIZE },
  }
}

/** The page number in an address, 1 when there is none. */
export function pageNumber(written: string): number {
  const page = Number(written)
  return Number.isSafeInteger(page) && page > 0 ? page : 1
}
