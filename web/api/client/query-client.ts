import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiFailure } from './client.ts'
import { onReachabilityChange, serverIsReachable } from './reachability.ts'
import { sessionEnded } from './session-state.ts'

/** What everything that is read from the server goes through. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeEnd }),
    mutationCache: new MutationCache({ onError: noticeEnd }),
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (failures, error) => failures < 1 && statusOf(error) >= 500,
        // The browser's own idea of being online says nothing about a server on this machine.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  onReachabilityChange(() => {
    if (serverIsReachable()) void client.invalidateQueries()
  })
  return client
}

export function statusOf(error: unknown): number {
  return error instanceof ApiFailure ? error.status : 0
}

function noticeEnd(error: unknown): void {
  if (statusOf(error) === 401) sessionEnded()
}
