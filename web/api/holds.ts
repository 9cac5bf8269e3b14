import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'
import { type Scope, inScope } from './client/scope.ts'
import { usePollMs } from './live/live.ts'

const KEY = 'hold'
const POLL_MS = 5000

/** Whether the deliveries of a scope are held, since when and by whom, and how many wait. */
export function useHold(scope: Scope, isWanted = true) {
  return useQuery({
    queryKey: [KEY, scope.key],
    enabled: isWanted,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.getHold, scope)),
  })
}

/** Holds the deliveries of a scope, or releases them. */
export function useChangeHold(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (verb: 'hold' | 'release') =>
      ask(inScope(verb === 'hold' ? CALLS.holdDeliveries : CALLS.releaseDeliveries, scope)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [KEY] }),
        client.invalidateQueries({ queryKey: ['system-info'] }),
      ]),
  })
}
