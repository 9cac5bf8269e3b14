import { keepPreviousData, useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'
import { usePollMs } from './live/live.ts'
import { type Scope, inScope } from './client/scope.ts'

const POLL_MS = 10_000

/** Figures about the deliveries since a time. */
export function useStatistics(scope: Scope, since: string) {
  return useQuery({
    queryKey: ['statistics', scope.key, since],
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.getStatistics, scope), { query: { since } }),
  })
}
