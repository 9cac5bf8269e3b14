import { useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'

/** The event types of the server, with their names. */
export function useEventTypes() {
  return useQuery({
    queryKey: ['event-types'],
    staleTime: Infinity,
    queryFn: () => ask(CALLS.listEventTypes),
  })
}

/** What each payload format writes for a sample event of a type. */
export function usePayloadExamples(type: string) {
  return useQuery({
    queryKey: ['payload-examples', type],
    staleTime: Infinity,
    queryFn: () => ask(CALLS.listPayloadExamples, { params: { event_type: type } }),
  })
}

/** The webhooks that subscribe to a type, as far as the user may see them. */
export function useSubscribers(type: string) {
  return useQuery({
    queryKey: ['policies', 'subscribers', type],
    queryFn: () => ask(CALLS.listSubscribers, { params: { event_type: type } }),
  })
}

/** The JSON Schema of the payloads of a type in the format Bellbuoy. */
export function usePayloadSchema(type: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['payload-schema', type],
    enabled: isWanted,
    staleTime: Infinity,
    queryFn: () =>
      ask(CALLS.getPayloadSchema, { params: { event_type: type }, query: { payload_format: 'Bellbuoy' } }),
  })
}
