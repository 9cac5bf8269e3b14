import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { AccessTokenRequest } from '../../src/contract/people/access-token.ts'
import { ask, askForPage, call } from './client/client.ts'
import type { ListSearch } from './client/list-search.ts'

const KEY = 'access-tokens'

/** Access tokens of a user, or (null) one's own. */
export function useAccessTokens(userId: number | null, { page, size }: Pick<ListSearch, 'page' | 'size'>) {
  const query = { page, page_size: size }
  return useQuery({
    queryKey: [KEY, userId, query],
    placeholderData: keepPreviousData,
    queryFn: () =>
      userId === null
        ? askForPage(CALLS.listAccessTokens, { query })
        : askForPage(CALLS.listAccessTokensOfUser, { params: { user_id: userId }, query }),
  })
}

/** The secret is in the answer, and nowhere else. */
export function useCreateAccessToken() {
  return useAccessTokenChange((token: AccessTokenRequest) => ask(CALLS.createAccessToken, { body: token }))
}

/** Ends a token of a user, or (null) one's own. */
export function useRevokeAccessToken(userId: number | null) {
  return useAccessTokenChange((id: number) =>
    userId === null
      ? call(CALLS.revokeAccessToken, { params: { token_id: id } })
      : call(CALLS.revokeAccessTokenOfUser, { params: { user_id: userId, token_id: id } }),
  )
}

function useAccessTokenChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
