import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { UserRequest } from '../../src/contract/people/user.ts'
import { ask, askForPage, call } from './client/client.ts'
import { type ListSearch, conditions, named } from './client/list-search.ts'

const KEY = 'users'

export function useUsers(search: ListSearch) {
  const { name, page, size } = search
  return useQuery({
    queryKey: [KEY, search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      askForPage(CALLS.listUsers, {
        query: { q: conditions(named('username', name)), page, page_size: size },
      }),
  })
}

/** One user, for system admins. */
export function useUserById(id: number) {
  return useQuery({
    queryKey: [KEY, 'one', id],
    staleTime: 30_000,
    queryFn: () => ask(CALLS.getUser, { params: { user_id: id } }),
  })
}

export function useCreateUser() {
  return useUserChange((user: UserRequest) => call(CALLS.createUser, { body: user }))
}

export function useSetSystemAdmin() {
  return useUserChange(({ id, isAdmin }: { id: number; isAdmin: boolean }) =>
    call(CALLS.setSystemAdmin, { params: { user_id: id }, body: { sysadmin_flag: isAdmin } }),
  )
}

export function useSetPassword() {
  return useUserChange(({ id, ...passwords }: { id: number; new_password: string; old_password?: string }) =>
    call(CALLS.updatePassword, { params: { user_id: id }, body: passwords }),
  )
}

export function useDeleteUser() {
  return useUserChange((id: number) => call(CALLS.deleteUser, { params: { user_id: id } }))
}

function useUserChange<Input>(run: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
