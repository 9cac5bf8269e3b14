import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BulkResponse,
  DeliveryDetailResponse,
  DeliveryResponse,
  EventResponse,
} from '../../src/contract/history/history.ts'
import type { ReplayResponse } from '../../src/contract/webhooks/replay.ts'
import type { Static } from 'typebox'
import { change, get } from './client.ts'
import { type HistoryList, useFollowedList, useNewestPart } from './followed-list.ts'
import { usePollMs } from './live.ts'
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

const POLL_MS = 4000
/** Of a delivery under way. */
const UNDER_WAY_POLL_MS = 2000

/** What happened, newest first. */
export function useEvents(scope: Scope, filter: HistoryFilter, hasScrolledOn: boolean) {
  const events = { scope, kind: 'events', path: `${scope.api}/received-events` } as const
  return useFollowedList<EventResponse>({ ...events, filter: { ...filter } }, hasScrolledOn)
}

/** What was sent or is to be sent, newest first. */
export function useDeliveries(scope: Scope, filter: HistoryFilter, hasScrolledOn: boolean) {
  return useFollowedList<DeliveryResponse>(deliveriesList(scope, filter), hasScrolledOn)
}

export function useNewestDeliveries(scope: Scope, filter: HistoryFilter) {
  return useNewestPart<DeliveryResponse>(deliveriesList(scope, filter))
}

function deliveriesList(scope: Scope, filter: HistoryFilter): HistoryList {
  return { scope, kind: 'deliveries', path: `${scope.api}/deliveries`, filter: { ...filter } }
}

export function useEvent(scope: Scope, id: string) {
  return useQuery({
    queryKey: ['events', scope.api, 'one', id],
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => get<EventResponse>(`${scope.api}/received-events/${id}`),
  })
}

export function useDelivery(scope: Scope, id: number) {
  const pollMs = usePollMs(scope, UNDER_WAY_POLL_MS)
  return useQuery({
    queryKey: ['deliveries', scope.api, 'one', id],
    refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? false : pollMs),
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
