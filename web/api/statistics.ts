import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { StatisticsResponse } from '../../src/contract/history/statistics.ts'
import { get } from './client.ts'
import { usePollMs } from './live.ts'
import type { Scope } from './scope.ts'

const POLL_MS = 10_000

/** How deliveries went since a time. */
export function useStatistics(scope: Scope, since: string) {
  return useQuery({
    queryKey: ['statistics', scope.api, since],
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => get<StatisticsResponse>(`${scope.api}/statistics`, { since }),
  })
}
