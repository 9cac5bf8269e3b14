import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ConfigurationRequest } from '../../src/contract/configuration.ts'
import { askForPage, call } from './client/client.ts'

export interface LogSearch {
  /** Part of the name of the user. */
  readonly username: string
  /** Part of the name of what was changed. */
  readonly name: string
  /** The operations that are asked for; empty: all. */
  readonly operations: readonly string[]
  readonly page: number
  readonly size: number
}

/** The audit log of a project, or (null) of the whole system; newest first. */
export function useAuditLog(project: string | null, search: LogSearch) {
  const { username, name, operations, page, size } = search
  const parts = Object.entries({ username, resource: name }).filter(([, value]) => value !== '')
  const terms = parts.map(([field, value]) => `${field}=~${encodeURIComponent(value)}`)
  const q = [...terms, ...(operations.length === 0 ? [] : [`operation_id={${operations.join(' ')}}`])].join(
    ',',
  )
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
