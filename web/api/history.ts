import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  BulkResponse,
  DeliveryDetailResponse,
  DeliveryResponse,
  EventResponse,
} from '../../src/contract/history.ts'
import type { ReplayResponse } from '../../src/contract/replay.ts'
import type { Static } from 'typebox'
import { change, get } from './client.ts'
import type { Scope } from './scope.ts'

/** The fields that the API can look for, by its names. */
export interface HistoryFilter {
  readonly event_type?: string
  readonly repository?: string
  readonly since?: string
  readonly until?: string
  readonly policy_id?: number
  readonly target_id?: number
  /** Several, joined by commas. */
  readonly state?: string
}

interface Part<Item> {
  readonly items: readonly Item[]
  readonly next?: string | number
}

const LIVE_MS = 4000
/** Parts that stay live: someone who reads far down is not disturbed. */
const LIVE_PARTS = 1

/** What happened, newest first, in parts; the first part stays fresh by itself. */
export function useEvents(scope: Scope, filter: HistoryFilter) {
  return useParts<EventResponse>(['events', scope.api, filter], `${scope.api}/received-events`, filter)
}

export function useDeliveries(scope: Scope, filter: HistoryFilter, isWanted = true) {
  const key = ['deliveries', scope.api, filter]
  return useParts<DeliveryResponse>(key, `${scope.api}/deliveries`, filter, isWanted)
}

function useParts<Item>(key: readonly unknown[], path: string, filter: HistoryFilter, isWanted = true) {
  return useInfiniteQuery({
    queryKey: key,
    enabled: isWanted,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | number | undefined,
    queryFn: ({ pageParam }) => get<Part<Item>>(path, { ...filter, limit: 50, cursor: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= LIVE_PARTS ? LIVE_MS : false),
  })
}

export function useEvent(scope: Scope, id: string) {
  return useQuery({
    queryKey: ['events', scope.api, 'one', id],
    refetchInterval: LIVE_MS,
    queryFn: () => get<EventResponse>(`${scope.api}/received-events/${id}`),
  })
}

export function useDelivery(scope: Scope, id: number) {
  return useQuery({
    queryKey: ['deliveries', scope.api, 'one', id],
    refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? false : 2000),
    queryFn: () => get<DeliveryDetailResponse>(`${scope.api}/deliveries/${id}`),
  })
}

/** The log of every attempt as plain text, by Harbor's call. */
export function useTaskLog(
  scope: Scope,
  delivery: Pick<DeliveryResponse, 'id' | 'policy_id' | 'updated_at'>,
) {
  const { id, policy_id } = delivery
  return useQuery({
    queryKey: ['task-log', scope.api, id, delivery.updated_at],
    placeholderData: keepPreviousData,
    queryFn: () => get<string>(`${scope.api}/policies/${policy_id}/executions/${id}/tasks/${id}/log`),
  })
}

export function hasEnded({ state }: Pick<DeliveryResponse, 'state'>): boolean {
  return state !== 'pending' && state !== 'running'
}

/** Sends a delivery once more, or stops it. The answer to the first is the id of the new one. */
export function useDeliveryAction(scope: Scope, verb: 'redeliver' | 'stop') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => change<{ id: number }>('POST', `${scope.api}/deliveries/${id}/${verb}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  })
}

interface PartRequest {
  readonly dry_run: boolean
  readonly cursor: string | number | undefined
}

/** Acts on many deliveries, at the most 1000 a call. */
export async function bulk(
  scope: Scope,
  verb: 'redeliver' | 'stop',
  request: { readonly filter: HistoryFilter } & PartRequest,
): Promise<Static<typeof BulkResponse>> {
  const path = `${scope.api}/deliveries/${verb}`
  return (await change<Static<typeof BulkResponse>>('POST', path, request)).body
}

/** How many deliveries of a filter wait, and whether there are more than one call counts. */
export function countWaiting(scope: Scope, filter: HistoryFilter) {
  return bulk(scope, 'stop', { filter, dry_run: true, cursor: undefined })
}

/** Delivers to a policy what was accepted since a time, a part a call. */
export async function replay(
  scope: Scope,
  policyId: number,
  request: { readonly since: string } & PartRequest,
): Promise<Static<typeof ReplayResponse>> {
  const path = `${scope.api}/policies/${policyId}/replay`
  return (await change<Static<typeof ReplayResponse>>('POST', path, request)).body
}
