import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask, askForPage, call } from './client/client.ts'
import type { ListSearch } from './client/list-search.ts'

export function useMembers(project: string, search: ListSearch) {
  const { name, page, size } = search
  const params = { project_name_or_id: project }
  return useQuery({
    queryKey: ['members', project, search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      askForPage(CALLS.listMembers, { params, query: { entityname: name, page, page_size: size } }),
  })
}

/** Adds a member, gives one another role, or (role null) ends a membership. */
export function useChangeMember(project: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (wanted: MemberChange) => {
      if ('username' in wanted) {
        const body = { role_id: wanted.roleId, member_user: { username: wanted.username } }
        return call(CALLS.createMember, { params: { project_name_or_id: project }, body })
      }
      const params = { project_name_or_id: project, mid: wanted.id }
      if (wanted.roleId === null) return call(CALLS.deleteMember, { params })
      const { etag } = await call(CALLS.getMember, { params })
      return call(CALLS.updateMember, { params, body: { role_id: wanted.roleId }, ifMatch: etag })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['members', project] }),
  })
}

export type MemberChange =
  | { readonly username: string; readonly roleId: number }
  | { readonly id: number; readonly roleId: number | null }

/** Names of users that hold a text. */
export function useUserNames(part: string) {
  return useQuery({
    queryKey: ['user-names', part],
    enabled: part !== '',
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const query = { username: part, page_size: 10 }
      const found = await ask(CALLS.searchUsers, { query })
      return found.map(({ username }) => username)
    },
  })
}
