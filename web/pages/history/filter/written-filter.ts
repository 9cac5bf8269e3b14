import type { EventSearch, HistoryFilter } from '../../../../src/contract/history/history-filter.ts'

/** The filters of a list as its address holds them. */
export const DELIVERY_FILTERS = [
  'project',
  'state',
  'status',
  'period',
  'since',
  'until',
  'event_type',
  'repository',
  'tag',
  'policy_id',
  'target',
  'target_id',
  'operator',
  'source',
  'words',
] as const
export const EVENT_FILTERS = [
  'project',
  'outcome',
  'period',
  'since',
  'until',
  'event_type',
  'repository',
  'tag',
  'operator',
  'source',
  'words',
] as const

export type FilterName = (typeof DELIVERY_FILTERS)[number] | (typeof EVENT_FILTERS)[number]
export type WrittenFilter = Readonly<Partial<Record<FilterName, string>>>
type SinceOf = (period: string) => string | undefined

/** The filter of deliveries for the API, which is asked in its project. A period counts from now, unless the time has a beginning of its own. */
export function deliveryFilterOf(written: WrittenFilter, sinceOf: SinceOf): HistoryFilter {
  const {
    policy_id,
    target_id,
    outcome: _outcome,
    project: _project,
    ...others
  } = withSince(written, sinceOf)
  return {
    ...others,
    ...(policy_id !== undefined && { policy_id: Number(policy_id) }),
    ...(target_id !== undefined && { target_id: Number(target_id) }),
  }
}

/** The filter of events for the API. */
export function eventFilterOf(written: WrittenFilter, sinceOf: SinceOf): EventSearch {
  const {
    project: _project,
    state: _state,
    status: _status,
    policy_id: _policy,
    target_id: _id,
    target: _target,
    ...others
  } = withSince(written, sinceOf)
  return others
}

function withSince({ period, ...others }: WrittenFilter, sinceOf: SinceOf): Omit<WrittenFilter, 'period'> {
  const since = others.since ?? (period === undefined ? undefined : sinceOf(period))
  return { ...others, ...(since !== undefined && { since }) }
}
