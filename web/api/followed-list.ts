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
import { type Query, get } from './client.ts'
import { usePollMs } from './live.ts'
import type { Scope } from './scope.ts'

const POLL_MS = 4000
const PART_SIZE = 50

/** Ids grow with time. */
interface Row {
  readonly id: string | number
}

export interface Part<Item> {
  readonly items: readonly Item[]
  readonly next?: string | number
}
type Parts<Item> = InfiniteData<Part<Item>>

/** What happened, newest first: where it is, and what its query keys begin with. */
export interface HistoryList {
  readonly scope: Scope
  readonly kind: 'events' | 'deliveries'
  readonly path: string
  readonly filter: Query
}

/**
 * A list that comes in parts and stays fresh, as long as its beginning is in sight. For a reader who has gone on, by scrolling
 * or to further parts, no row moves: those in sight are brought up to date, and new ones are counted until they are asked for.
 *
 * @param hasScrolledOn whether the reader has scrolled past its beginning
 */
export function useFollowedList<Item extends Row>(which: HistoryList, hasScrolledOn: boolean) {
  const client = useQueryClient()
  const { scope, kind, path, filter } = which
  const queryKey = [kind, scope.api, 'list', filter]
  const holds = (data: Parts<Item> | undefined): boolean =>
    data !== undefined && (hasScrolledOn || data.pages.length > 1)
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => get<Part<Item>>(path, { ...filter, limit: PART_SIZE, cursor: pageParam }),
    // Whoever comes back to the beginning sees at once what has come.
    staleTime: 0,
    enabled: ({ state }) => !holds(state.data),
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    initialPageParam: undefined as string | number | undefined,
    getNextPageParam: ({ next }) => next,
  })
  // What is shown while another filter is on its way is no longer read.
  const isHeld = !list.isPlaceholderData && holds(list.data)
  const { data: newest, dataUpdatedAt } = useNewestPart<Item>(which, isHeld)
  useEffect(() => {
    if (isHeld && newest !== undefined) bringUpToDate(client, queryKey, newest, dataUpdatedAt)
  })
  const first = list.data?.pages[0]?.items[0]
  const fresh = isHeld ? (newest?.items.filter(({ id }) => first === undefined || id > first.id) ?? []) : []
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
export function useNewestPart<Item>({ scope, kind, path, filter }: HistoryList, isWanted = true) {
  return useQuery({
    queryKey: [kind, scope.api, 'newest', filter],
    enabled: isWanted,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => get<Part<Item>>(path, { ...filter, limit: PART_SIZE }),
  })
}

/** Puts what is known anew of rows in their places; what was asked for before the list was says nothing new. */
function bringUpToDate<Item extends Row>(
  client: QueryClient,
  queryKey: QueryKey,
  newest: Part<Item>,
  askedAtMs: number,
): void {
  const updatedAt = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0
  if (askedAtMs <= updatedAt) return
  const known = new Map(newest.items.map((item) => [item.id, item]))
  const renewed = (part: Part<Item>): Part<Item> => ({
    ...part,
    items: part.items.map((item) => known.get(item.id) ?? item),
  })
  client.setQueryData<Parts<Item>>(queryKey, (data) => data && { ...data, pages: data.pages.map(renewed) }, {
    updatedAt: askedAtMs,
  })
}
