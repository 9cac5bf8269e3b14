import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { BodyOf, DeepReadonly } from '../../src/contract/api-call.ts'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'
import { type Scope, inScope } from './client/scope.ts'

type PayloadPreviewRequest = DeepReadonly<BodyOf<typeof CALLS.previewPayload.inSystem>>

/** The exact body that a target would get for an event of a type. */
export function usePayloadPreview(scope: Scope, request: PayloadPreviewRequest) {
  return useQuery({
    queryKey: ['preview', scope.key, request],
    enabled: request.event_type !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
    queryFn: () => ask(inScope(CALLS.previewPayload, scope), { body: request }),
  })
}
