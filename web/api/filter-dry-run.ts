import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FilterDryRunResponse } from '../../src/contract/webhooks/filter-dry-run.ts'
import type { BodyOf, DeepReadonly } from '../../src/contract/api-call.ts'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'
import { type Scope, inScope } from './client/scope.ts'

type FilterDryRunRequest = DeepReadonly<BodyOf<typeof CALLS.dryRunFilter.inSystem>>

export type FilterDryRun = FilterDryRunResponse

/** The verdict that a policy would have on each of the newest events. */
export function useFilterDryRun(scope: Scope, request: FilterDryRunRequest) {
  return useQuery({
    queryKey: ['dry-run', scope.key, request],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: () => ask(inScope(CALLS.dryRunFilter, scope), { body: request }),
  })
}
