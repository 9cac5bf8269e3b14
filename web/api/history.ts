import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { pathTo } from '../../src/contract/api-call.ts'
import * as CALLS from '../../src/contract/calls.ts'
import type { BulkResponse, DeliveryResponse, EventResponse } from '../../src/contract/history/history.ts'
import type { EventSearch, HistoryFilter } from '../../src/contract/history/history-filter.ts'
import { ask } from './client/client.ts'
import { type HistoryList, useFollowedList } from './live/followed-list.ts'
import { usePollMs } from './live/live.ts'
import { type Scope, inScope } from './client/scope.ts'

const POLL_MS = 4000
/** Of a delivery under way. */
const UNDER_WAY_POLL_MS = 2000

/** Which events or deliveries, and in which order; newest first when left out. */
export interface Asked<Filter> {
  readonly filter: Filter
  readonly isOldestFirst?: boolean
}

/** The events. */
export function useEvents(
  scope: Scope,
  { filter, isOldestFirst }: Asked<EventSearch>,
  hasScrolledOn: boolean,
) {
  const sort = isOldestFirst === true ? 'accepted_at' : undefined
  const events: HistoryList<EventResponse> = {
    scope,
    kind: filter.words === undefined ? 'events' : 'search',
    filter,
    sort,
    read: (part) => ask(inScope(CALLS.listEvents, scope), { query: { ...filter, ...part, sort } }),
  }
  return useFollowedList(events, hasScrolledOn)
}

/** The deliveries, sent or waiting. */
export function useDeliveries(scope: Scope, asked: Asked<HistoryFilter>, hasScrolledOn: boolean) {
  return useFollowedList(deliveriesList(scope, asked), hasScrolledOn)
}

function deliveriesList(
  scope: Scope,
  { filter, isOldestFirst }: Asked<HistoryFilter>,
): HistoryList<DeliveryResponse> {
  const sort = isOldestFirst === true ? 'created_at' : undefined
  return {
    scope,
    kind: filter.words === undefined ? 'deliveries' : 'search',
    filter,
    sort,
    read: (part) => ask(inScope(CALLS.listDeliveries, scope), { query: { ...filter, ...part, sort } }),
  }
}

/** The newest events of a scope, so many at the most. */
export function useNewestEvents(scope: Scope, limit: number) {
  return useQuery({
    queryKey: ['events', scope.key, 'newest', limit],
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.listEvents, scope), { query: { limit } }),
  })
}

/** The address of an export: what a list shows, to its end. */
export function exportAddress(
  scope: Scope,
  kind: 'events' | 'deliveries',
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const { inProject, inSystem } = kind === 'events' ? CALLS.exportEvents : CALLS.exportDeliveries
  // By the project's id: a link cannot send the header that says that a number is a name.
  const path =
    scope.project === null ? inSystem.path : pathTo(inProject, { project_name_or_id: scope.project.id })
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return `${path}?${new URLSearchParams(given).toString()}`
}

export function useEvent(scope: Scope, id: string) {
  return useQuery({
    queryKey: ['events', scope.key, 'one', id],
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.getEvent, scope), { params: { event_id: id } }),
  })
}

/** @param id null: none is looked for */
export function useDelivery(scope: Scope, id: number | null) {
  const pollMs = usePollMs(scope, UNDER_WAY_POLL_MS)
  return useQuery({
    queryKey: ['deliveries', scope.key, 'one', id],
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? false : pollMs),
    queryFn: () => ask(inScope(CALLS.getDelivery, scope), { params: { delivery_id: id ?? 0 } }),
  })
}

/** The log of every attempt as plain text, by Harbor's call. */
export function useTaskLog(
  scope: Scope,
  delivery: Pick<DeliveryResponse, 'id' | 'policy_id' | 'updated_at'>,
) {
  const { id, policy_id } = delivery
  return useQuery({
    queryKey: ['task-log', scope.key, id, delivery.updated_at],
    placeholderData: keepPreviousData,
    queryFn: () =>
      ask(inScope(CALLS.getTaskLog, scope), {
        params: { webhook_policy_id: policy_id, execution_id: id, task_id: id },
      }),
  })
}

export function hasEnded({ state }: Pick<DeliveryResponse, 'state'>): boolean {
  return state !== 'pending' && state !== 'running'
}

/** Sends a delivery once more, as a new one whose id is in the answer. */
export function useRedeliver(scope: Scope) {
  return useDeliveryChange((id) => ask(inScope(CALLS.redeliver, scope), { params: { delivery_id: id } }))
}

export function useStopDelivery(scope: Scope) {
  return useDeliveryChange((id) => ask(inScope(CALLS.stopDelivery, scope), { params: { delivery_id: id } }))
}

function useDeliveryChange<Output>(run: (id: number) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  })
}

interface PartRequest<Cursor> {
  readonly dry_run: boolean
  readonly cursor: Cursor | undefined
}

/** Acts on many deliveries, at the most 1000 a call. */
export function bulk(
  scope: Scope,
  verb: 'redeliver' | 'stop',
  request: { readonly filter: HistoryFilter } & PartRequest<number>,
): Promise<BulkResponse> {
  const of = inScope(verb === 'redeliver' ? CALLS.redeliverMany : CALLS.stopDeliveries, scope)
  return ask(of, { body: isNarrow(request.filter) ? request : { ...request, all: true } })
}

/** Whether a filter leaves anything out. */
export function isNarrow(filter: HistoryFilter): boolean {
  return Object.keys(filter).length > 0
}

/** How many deliveries of a filter wait, and whether there are more than one call counts. */
export function countWaiting(scope: Scope, filter: HistoryFilter) {
  return bulk(scope, 'stop', { filter, dry_run: true, cursor: undefined })
}

/** The past events that a policy is to get; `missed`: only those that it never got. */
export interface ReplayedRange {
  readonly since: string
  readonly until?: string
  readonly missed: boolean
}

/** Delivers past events to a policy, a part a call. */
export function replay(scope: Scope, policyId: number, request: ReplayedRange & PartRequest<string>) {
  return ask(inScope(CALLS.replayEvents, scope), {
    params: { webhook_policy_id: policyId },
    body: request,
  })
}
