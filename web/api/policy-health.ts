import { keepPreviousData, useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { PolicyHealthBody, PolicyHealthResponse } from '../../src/contract/webhooks/policy-health.ts'
import { ask } from './client/client.ts'
import { type Scope, SYSTEM_SCOPE, inScope, projectScope } from './client/scope.ts'
import { usePollMs } from './live/live.ts'

const POLL_MS = 10_000

export type PolicyHealth = PolicyHealthBody
export type HealthState = PolicyHealthBody['state']

export interface HealthSearch {
  readonly name?: string
  readonly state?: string
  readonly sort?: 'state' | 'name' | 'project' | 'last'
  readonly policy_id?: number
  readonly page?: number
  readonly page_size?: number
}

/** How the webhooks of a scope stand; of the whole system those of every project and the global ones. One request, however many there are. */
export function usePolicyHealth(scope: Scope, search: HealthSearch, isWanted = true) {
  return useQuery<PolicyHealthResponse>({
    // As policies, so that whatever changes them asks for it again.
    queryKey: ['policies', scope.key, 'health', search],
    enabled: isWanted,
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.listPolicyHealth, scope), { query: { ...search } }),
  })
}

/** Where a webhook is changed, and its page. */
export function scopeOfHealth({ project_id, project_name: name }: PolicyHealth): Scope {
  return name === undefined ? SYSTEM_SCOPE : projectScope({ project_id, name })
}
