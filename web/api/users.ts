import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UserRequest, UserResponse } from '../../src/contract/people/user.ts'
import { change, getList } from './client.ts'
import { type ListSearch, conditions, named } from './list-search.ts'

const KEY = 'users'

export function useUsers(search: ListSearch) {
  const { name, page, size } = search
  return useQuery({
    queryKey: [KEY, search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      getList<UserResponse>('/users', { q: conditions(named('username', name)), page, page_size: size }),
  })
}

export function useCreateUser() {
  return useUserChange((user: UserRequest) => change('POST', '/users', user))
}

export function useSetSystemAdmin() {
  return useUserChange(({ id, isAdmin }: { id: number; isAdmin: boolean }) =>
    change('PUT', `/users/${id}/sysadmin`, { sysadmin_flag: isAdmin }),
  )
}

export function useSetPassword() {
  return useUserChange(({ id, ...passwords }: { id: number; new_password: string; old_password?: string }) =>
    change('PUT', `/users/${id}/password`, passwords),
  )
}

export function useDeleteUser() {
  return useUserChange((id: number) => change('DELETE', `/users/${id}`))
}

function useUserChange<Input>(run: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
