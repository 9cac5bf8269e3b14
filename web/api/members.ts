import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MemberResponse } from '../../src/contract/projects/member.ts'
import { change, get, getList } from './client.ts'
import type { ListSearch } from './list-search.ts'

const path = (project: string): string => `/projects/${encodeURIComponent(project)}/members`

export function useMembers(project: string, search: ListSearch) {
  const { name, page, size } = search
  const entityname = name === '' ? undefined : name
  return useQuery({
    queryKey: ['members', project, search],
    placeholderData: keepPreviousData,
    queryFn: () => getList<MemberResponse>(path(project), { entityname, page, page_size: size }),
  })
}

/** Makes a member, gives one another role, or (role null) ends a membership. */
export function useChangeMember(project: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wanted: MemberChange) => {
      if ('username' in wanted) {
        const { username, roleId } = wanted
        return change('POST', path(project), { role_id: roleId, member_user: { username } })
      }
      const member = `${path(project)}/${wanted.id}`
      return wanted.roleId === null
        ? change('DELETE', member)
        : change('PUT', member, { role_id: wanted.roleId })
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
      const found = await get<{ user_id: number; username: string }[]>('/users/search', query)
      return found.map(({ username }) => username)
    },
  })
}
