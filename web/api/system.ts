import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ConfigurationRequest } from '../../src/contract/configuration.ts'
import { askForPage, call } from './client/client.ts'

export interface LogSearch {
  readonly username: string
  /** Part of the description of what was done. */
  readonly what: string
  readonly page: number
  readonly size: number
}

/** The audit log of a project, or (null) of the whole system; newest first. */
export function useAuditLog(project: string | null, { username, what, page, size }: LogSearch) {
  const terms = Object.entries({ username, operation_description: what }).filter(([, value]) => value !== '')
  const q = terms.map(([field, value]) => `${field}=~${encodeURIComponent(value)}`).join(',')
  return useQuery({
    queryKey: ['audit', project, q, page],
    placeholderData: keepPreviousData,
    queryFn: () => {
      const query = { q, page, page_size: size }
      return project === null
        ? askForPage(CALLS.listAuditLogs, { query })
        : askForPage(CALLS.listProjectLogs, { params: { project_name_or_id: project }, query })
    },
  })
}

/** The system settings and the tag of their version. */
export function useConfiguration() {
  return useQuery({
    queryKey: ['configuration'],
    queryFn: () => call(CALLS.getConfiguration),
  })
}

export function useChangeConfiguration() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ wanted, etag }: { readonly wanted: ConfigurationRequest; readonly etag: string }) =>
      call(CALLS.updateConfiguration, { body: wanted, ifMatch: etag }),
    // Also after a refusal: others may have changed what the page shows.
    onSettled: () => client.invalidateQueries(),
  })
}
