import { useQuery } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask } from './client/client.ts'

/** Templates for well-known receivers. */
export function usePayloadTemplates() {
  return useQuery({
    queryKey: ['payload-templates'],
    staleTime: Infinity,
    queryFn: () => ask(CALLS.listPayloadTemplates),
  })
}
