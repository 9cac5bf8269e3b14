import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AuditLogResponse } from '../../src/contract/people/audit.ts'
import type { ConfigurationRequest, ConfigurationResponse } from '../../src/contract/configuration.ts'
import { change, get, getList } from './client.ts'

export interface LogSearch {
  readonly username: string
  readonly operation: string
  readonly page: number
  readonly size: number
}

/** The audit log of a project, or (null) of the whole system; newest first. */
export function useAuditLog(project: string | null, { username, operation, page, size }: LogSearch) {
  const terms = Object.entries({ username, operation }).filter(([, value]) => value !== '')
  const q = terms.map(([field, value]) => `${field}=~${encodeURIComponent(value)}`).join(',')
  return useQuery({
    queryKey: ['audit', project, q, page],
    placeholderData: keepPreviousData,
    queryFn: () =>
      getList<AuditLogResponse>(
        project === null ? '/audit-logs' : `/projects/${encodeURIComponent(project)}/logs`,
        { q, page, page_size: size },
      ),
  })
}

export function useConfiguration() {
  return useQuery({
    queryKey: ['configuration'],
    queryFn: () => get<ConfigurationResponse>('/configurations'),
  })
}

export function useChangeConfiguration() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: ConfigurationRequest) => change('PUT', '/configurations', wanted),
    onSuccess: () => client.invalidateQueries(),
  })
}
