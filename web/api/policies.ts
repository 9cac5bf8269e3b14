import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LastTriggerResponse } from '../../src/contract/webhooks/last-trigger.ts'
import type { PolicyRequest, PolicyResponse } from '../../src/contract/webhooks/policy.ts'
import type { SupportedEventsResponse } from '../../src/contract/webhooks/supported-events.ts'
import type { SigningSecretResponse } from '../../src/contract/webhooks/target.ts'
import { change, get, getList } from './client.ts'
import { type ListSearch, conditions, named } from './list-search.ts'
import { usePollMs } from './live.ts'
import type { Scope } from './scope.ts'

const KEY = 'policies'
/** The most that the API gives at once. */
const PAGE_SIZE = 100
const POLL_MS = 5000

/** All policies of a scope, oldest first. */
export function usePolicies(scope: Scope, isWanted = true) {
  return useQuery({
    queryKey: [KEY, scope.api],
    enabled: isWanted,
    queryFn: async () => {
      const all: PolicyResponse[] = []
      for (let page = 1; ; page++) {
        const query = { page, page_size: PAGE_SIZE, sort: 'creation_time' }
        const { items, total } = await getList<PolicyResponse>(`${scope.api}/policies`, query)
        all.push(...items)
        if (all.length >= total || items.length === 0) return all
      }
    },
  })
}

/** A page of the policies of a scope, oldest first; those whose name holds a text. */
export function usePolicyPage(scope: Scope, search: ListSearch) {
  const { name, page, size } = search
  return useQuery({
    queryKey: [KEY, scope.api, 'page', search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      getList<PolicyResponse>(`${scope.api}/policies`, {
        q: conditions(named('name', name)),
        page,
        page_size: size,
        sort: 'creation_time',
      }),
  })
}

export function usePolicy(scope: Scope, id: number) {
  return useQuery({
    queryKey: [KEY, scope.api, id],
    queryFn: () => get<PolicyResponse>(`${scope.api}/policies/${id}`),
  })
}

/** Makes a policy, or changes the one with `id`. */
export function useSavePolicy(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, policy }: { readonly id: number | null; readonly policy: PolicyRequest }) =>
      id === null
        ? change('POST', `${scope.api}/policies`, policy)
        : change('PUT', `${scope.api}/policies/${id}`, policy),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function useDeletePolicy(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => change('DELETE', `${scope.api}/policies/${id}`),
    // Not the policy itself: it is gone, and a page that still shows it need not say so.
    onSuccess: (_, id) =>
      client.invalidateQueries({
        queryKey: [KEY, scope.api],
        predicate: ({ queryKey }) => queryKey[2] !== id,
      }),
  })
}

/** What a policy may name. */
export function useSupportedEvents(scope: Scope) {
  return useQuery({
    queryKey: ['supported-events', scope.api],
    staleTime: Infinity,
    queryFn: () => get<SupportedEventsResponse>(`${scope.api}/events`),
  })
}

/** When each policy of a project last got an event of each type; the system's own calls have no such list. */
export function useLastTriggers(scope: Scope) {
  return useQuery({
    queryKey: ['last-triggers', scope.api],
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => get<LastTriggerResponse[]>(`${scope.api}/lasttrigger`),
  })
}

/** Gives a target a new signing secret, which is in the answer and nowhere else. */
export function useRotateSecret(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, scheme }: { readonly id: number; readonly scheme: 'v1' | 'v1a' }) =>
      change<SigningSecretResponse>('POST', `${scope.api}/targets/${id}/rotate-secret?scheme=${scheme}`).then(
        ({ body }) => body,
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function usePauseTarget(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, verb }: { readonly id: number; readonly verb: 'pause' | 'resume' }) =>
      change('POST', `${scope.api}/targets/${id}/${verb}`),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}
