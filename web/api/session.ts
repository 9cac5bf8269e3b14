import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { PermissionResponse, UserResponse } from '../../src/contract/people/user.ts'
import { ApiFailure, ask, call } from './client/client.ts'
import { sessionBegun } from './client/session-state.ts'

const ME = ['me'] as const

/** The user who is logged in; null when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ME,
    staleTime: 60_000,
    queryFn: async (): Promise<UserResponse | null> => {
      try {
        return await ask(CALLS.getCurrentUser)
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
    mutationFn: (login: { principal: string; password: string }) => call(CALLS.logIn, { body: login }),
    onSuccess: async () => {
      sessionBegun()
      await client.invalidateQueries()
    },
  })
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => call(CALLS.logOut),
    // A new page, so that nothing of this user is left in memory.
    onSuccess: () => location.assign('/'),
  })
}

/** The permissions of the caller in a project, or (null) in the whole system: `resource:action` of each. */
export function usePermissions(projectId: number | null) {
  const scope = projectId === null ? '/' : `/project/${projectId}`
  return useQuery({
    queryKey: ['permissions', scope],
    staleTime: 60_000,
    queryFn: () => ask(CALLS.listOwnPermissions, { query: { scope, relative: 'true' } }),
    select: namesOf,
  })
}

function namesOf(permissions: readonly PermissionResponse[]): ReadonlySet<string> {
  return new Set(permissions.map(({ resource, action }) => `${resource}:${action}`))
}

/** The same as a question; until the answer is there, nothing is allowed. */
export function useMay(projectId: number | null): (permission: string) => boolean {
  const { data } = usePermissions(projectId)
  return (permission) => data?.has(permission) ?? false
}

export function useSystemInfo() {
  return useQuery({
    queryKey: ['system-info'],
    staleTime: 30_000,
    refetchInterval: 30_000,
    queryFn: () => ask(CALLS.getSystemInfo),
  })
}
