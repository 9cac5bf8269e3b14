import { useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { EventResponse } from '../../src/contract/history/history.ts'
import { ask } from './client/client.ts'
import { SYSTEM_SCOPE } from './client/scope.ts'
import { usePollMs } from './live/live.ts'
import { type PolicyHealth, usePolicyHealth } from './policy-health.ts'
import { useSources } from './sources.ts'

const POLL_MS = 2000

/** What has happened of the way to the first webhook that is delivered. Null: not yet. */
export interface FirstSteps {
  /** The source that reported an event, and when. */
  readonly connected: { readonly source: string; readonly at: string } | null
  readonly event: EventResponse | null
  readonly webhook: PolicyHealth | null
  readonly webhooks: number
}

/**
 * Whether a webhook was ever delivered; once it was, nothing is asked for again.
 *
 * @returns undefined until it is known
 */
export function useHasDelivered(): boolean | undefined {
  const pollMs = usePollMs(SYSTEM_SCOPE, POLL_MS)
  const { data } = useQuery({
    queryKey: ['deliveries', SYSTEM_SCOPE.key, 'first'],
    refetchInterval: ({ state }) => (state.data === true ? false : pollMs),
    staleTime: ({ state }) => (state.data === true ? Infinity : 0),
    queryFn: async () => {
      const { items, next } = await ask(CALLS.listDeliveries.inSystem, {
        query: { state: 'success', limit: 1 },
      })
      // Among so many deliveries that a search takes several parts, nobody takes a first step.
      return items.length > 0 || next !== undefined
    },
  })
  return data
}

/** How far the first steps have come; undefined until it is known. */
export function useFirstSteps(): FirstSteps | undefined {
  const sources = useSources(true)
  const events = useQuery({
    queryKey: ['events', SYSTEM_SCOPE.key, 'first'],
    refetchInterval: usePollMs(SYSTEM_SCOPE, POLL_MS),
    queryFn: () => ask(CALLS.listEvents.inSystem, { query: { limit: 1 } }),
  })
  const webhooks = usePolicyHealth(SYSTEM_SCOPE, { sort: 'last', page_size: 1 })
  if (sources.data === undefined || events.data === undefined || webhooks.data === undefined) return undefined
  const reporting = sources.data.find(({ last_event_at }) => last_event_at !== undefined)
  return {
    connected:
      reporting?.last_event_at === undefined ? null : { source: reporting.name, at: reporting.last_event_at },
    event: events.data.items[0] ?? null,
    webhook: webhooks.data.items[0] ?? null,
    webhooks: webhooks.data.total,
  }
}
