import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { QuotaResponse } from '../../src/contract/quota.ts'
import { change, get } from './client.ts'

const KEY = 'quotas'

/** The storage of a project. */
export function useQuota(projectId: number) {
  return useQuery({
    queryKey: [KEY, projectId],
    queryFn: () => get<QuotaResponse>(`/quotas/${projectId}`),
  })
}

/** Sets the storage limit of a project, in bytes; -1: none. */
export function useSetStorageLimit(projectId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (storage: number) => change('PUT', `/quotas/${projectId}`, { hard: { storage } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}
