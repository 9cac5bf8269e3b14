import {
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { EventSearch, HistoryFilter } from '../../../src/contract/history/history-filter.ts'
import { usePollMs } from './live.ts'
import type { Scope } from '../client/scope.ts'

const POLL_MS = 4000
const PART_SIZE = 100
/** Of the parts after the first: somebody scrolls through a long list. */
const LATER_PART_SIZE = 1000

/** Ids grow with time, and are cursors too. */
interface Row {
  readonly id: string | number
}

export interface Part<Item extends Row> {
  readonly items: readonly Item[]
  readonly next?: Item['id']
  /** How far a search came that was cut short. */
  readonly searched_to?: string
}
type Parts<Item extends Row> = InfiniteData<Part<Item>>

/** A list of the history. */
export interface HistoryList<Item extends Row> {
  readonly scope: Scope
  /** What its query keys begin with. Nothing asks for a search again: each reads many texts. */
  readonly kind: 'events' | 'deliveries' | 'search'
  readonly filter: HistoryFilter | EventSearch
  /** Newest first when left out. */
  readonly sort?: string | undefined
  readonly read: (part: { readonly limit: number; readonly cursor?: Item['id'] }) => Promise<Part<Item>>
}

/**
 * A list that comes in parts and stays fresh, as long as its beginning is in sight. For a reader who has gone on, by scrolling
 * or to further parts, no row moves: those in sight are brought up to date, and new ones are counted until they are asked for.
 *
 * @param hasScrolledOn whether the reader has scrolled past its beginning
 */
export function useFollowedList<Item extends Row>(which: HistoryList<Item>, hasScrolledOn: boolean) {
  const client = useQueryClient()
  const { scope, kind, filter, sort, read } = which
  const queryKey = [kind, scope.key, 'list', filter, sort]
  const holds = (data: Parts<Item> | undefined): boolean =>
    data !== undefined && (hasScrolledOn || data.pages.length > 1)
  const livePollMs = usePollMs(scope, POLL_MS)
  const pollMs = kind === 'search' ? false : livePollMs
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) =>
      read(
        pageParam === undefined
          ? { limit: PART_SIZE }
          : { limit: LATER_PART_SIZE, cursor: pageParam as Item['id'] },
      ),
    // A reader who comes back to the beginning sees the new rows at once.
    staleTime: 0,
    enabled: ({ state }) => !holds(state.data),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
    initialPageParam: undefined as Item['id'] | undefined,
    getNextPageParam: ({ next }) => next,
  })
  // What is shown while another filter is on its way is no longer read.
  const isHeld = !list.isPlaceholderData && holds(list.data)
  const { data: newest, dataUpdatedAt } = useNewestPart(
    which,
    isHeld && kind !== 'search' && sort === undefined,
  )
  useEffect(() => {
    if (isHeld && newest !== undefined) bringUpToDate(client, queryKey, newest, dataUpdatedAt)
  })
  const first = list.data?.pages[0]?.items[0]
  const fresh =
    isHeld && sort === undefined
      ? (newest?.items.filter(({ id }) => first === undefined || id > first.id) ?? [])
      : []
  return {
    list,
    isHeld,
    /** Rows that have come since the reader went on. */
    freshCount: fresh.length,
    /** Whether there may be more of them. */
    hasMoreFresh: fresh.length === PART_SIZE,
    /** Begins anew with the newest part. */
    showFresh: () => {
      if (newest !== undefined)
        client.setQueryData<Parts<Item>>(queryKey, { pages: [newest], pageParams: [undefined] })
    },
  }
}

/** The newest part of a list alone. */
export function useNewestPart<Item extends Row>(
  { scope, kind, filter, read }: HistoryList<Item>,
  isWanted = true,
) {
  return useQuery({
    queryKey: [kind, scope.key, 'newest', filter],
    enabled: isWanted,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => read({ limit: PART_SIZE }),
  })
}

/** Renews the rows in their places; an answer that is older than the list brings nothing new. */
function bringUpToDate<Item extends Row>(
  client: QueryClient,
  queryKey: QueryKey,
  newest: Part<Item>,
  askedAtMs: number,
): void {
  const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0
  if (askedAtMs <= updatedAt) return
  const known = new Map(newest.items.map((item) => [item.id, item]))
  // Parts that have none of them stay the same objects, however many there are.
  const renewed = (part: Part<Item>): Part<Item> =>
    part.items.some(({ id }) => known.has(id))
      ? { ...part, items: part.items.map((item) => known.get(item.id) ?? item) }
      : part
  client.setQueryData<Parts<Item>>(queryKey, (data) => data && { ...data, pages: data.pages.map(renewed) }, {
    updatedAt: askedAtMs,
  })
}
