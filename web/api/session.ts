import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SystemInfoResponse } from '../../src/contract/system.ts'
import type { PermissionResponse, UserResponse } from '../../src/contract/user.ts'
import { ApiFailure, call, get } from './client.ts'
import { sessionBegun } from './session-state.ts'

const ME = ['me'] as const

/** Whoever is logged in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ME,
    staleTime: 60_000,
    queryFn: async (): Promise<UserResponse | null> => {
      try {
        return await get<UserResponse>('/users/current')
      } catch (error) {
        if (error instanceof ApiFailure && error.status === 401) return null
        throw error
      }
    },
  })
}

/** The user of a page that only someone who is logged in sees. */
export function useUser(): UserResponse {
  const { data } = useMe()
  if (!data) throw new Error('nobody is logged in')
  return data
}

export function useLogIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (login: { principal: string; password: string }) => call('POST', '/c/login', login),
    onSuccess: async () => {
      sessionBegun()
      await client.invalidateQueries()
    },
  })
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => call('POST', '/c/log_out'),
    // A new page, so that nothing of this user is left in memory.
    onSuccess: () => location.assign('/'),
  })
}

/** What the caller may do in a project, or (null) in the whole system, as a question about `resource:action`. */
export function useMay(projectId: number | null): (permission: string) => boolean {
  const scope = projectId === null ? '/' : `/project/${projectId}`
  const { data } = useQuery({
    queryKey: ['permissions', scope],
    staleTime: 60_000,
    queryFn: () => get<PermissionResponse[]>('/users/current/permissions', { scope, relative: 'true' }),
  })
  const known = new Set(data?.map(({ resource, action }) => `${resource}:${action}`))
  return (permission) => known.has(permission)
}

export function useSystemInfo() {
  return useQuery({
    queryKey: ['system-info'],
    staleTime: 30_000,
    queryFn: () => get<SystemInfoResponse>('/systeminfo'),
  })
}
