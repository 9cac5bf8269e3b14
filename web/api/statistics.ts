import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { StatisticsResponse } from '../../src/contract/statistics.ts'
import { get } from './client.ts'
import type { Scope } from './scope.ts'

/** How deliveries went since a time. */
export function useStatistics(scope: Scope, since: string) {
  return useQuery({
    queryKey: ['statistics', scope.api, since],
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
    queryFn: () => get<StatisticsResponse>(`${scope.api}/statistics`, { since }),
  })
}
