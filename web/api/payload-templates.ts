import { useQuery } from '@tanstack/react-query'
import type { ReadyMadeTemplateResponse } from '../../src/contract/webhooks/payload-catalogue.ts'
import { get } from './client.ts'

/** Templates for well-known receivers. */
export function usePayloadTemplates() {
  return useQuery({
    queryKey: ['payload-templates'],
    staleTime: Infinity,
    queryFn: () => get<ReadyMadeTemplateResponse[]>('/payload-templates'),
  })
}
