import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { PolicyRequest, PolicyResponse } from '../../src/contract/webhooks/policy.ts'
import { ask, askForPage, call } from './client/client.ts'
import { usePollMs } from './live/live.ts'
import { type Scope, inScope } from './client/scope.ts'

const KEY = 'policies'
/** The most that the API gives at once. */
const PAGE_SIZE = 100
const POLL_MS = 5000

/** All policies of a scope, oldest first. */
export function usePolicies(scope: Scope, isWanted = true) {
  return useQuery({
    queryKey: [KEY, scope.key],
    enabled: isWanted,
    queryFn: async () => {
      const all: PolicyResponse[] = []
      for (let page = 1; ; page++) {
        const query = { page, page_size: PAGE_SIZE, sort: 'creation_time' }
        const { items, total } = await askForPage(inScope(CALLS.listPolicies, scope), { query })
        all.push(...items)
        if (all.length >= total || items.length === 0) return all
      }
    },
  })
}

export function usePolicy(scope: Scope, id: number) {
  return useQuery({
    queryKey: [KEY, scope.key, id],
    queryFn: () => ask(inScope(CALLS.getPolicy, scope), { params: { webhook_policy_id: id } }),
  })
}

/** A policy and the tag of its version. */
export function readPolicy(scope: Scope, id: number) {
  return call(inScope(CALLS.getPolicy, scope), { params: { webhook_policy_id: id } })
}

interface PolicySave {
  readonly id: number | null
  readonly policy: PolicyRequest
  /** Of the version that is changed. */
  readonly etag: string | undefined
}

/** Creates a policy, or changes the one with `id`. */
export function useSavePolicy(scope: Scope) {
  return usePolicyChange(({ id, policy, etag }: PolicySave) =>
    id === null
      ? call(inScope(CALLS.createPolicy, scope), { body: policy })
      : putPolicy(scope, { id, policy, etag }),
  )
}

/** Changes a policy as it is stored now, whatever the page shows of it. */
export function useChangePolicy(scope: Scope) {
  return usePolicyChange(
    async ({
      id,
      change,
    }: {
      readonly id: number
      readonly change: (policy: PolicyResponse) => PolicyRequest
    }) => {
      const { body, etag } = await readPolicy(scope, id)
      return putPolicy(scope, { id, policy: change(body), etag })
    },
  )
}

function putPolicy(scope: Scope, { id, policy, etag }: PolicySave & { readonly id: number }) {
  const params = { webhook_policy_id: id }
  return call(inScope(CALLS.updatePolicy, scope), { params, body: policy, ifMatch: etag })
}

function usePolicyChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    // Also after a refusal: others may have changed what the page shows.
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function useDeletePolicy(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) =>
      call(inScope(CALLS.deletePolicy, scope), { params: { webhook_policy_id: id } }),
    // Not the policy itself: it is gone, and a page that still shows it need not say so.
    onSuccess: (_, id) =>
      client.invalidateQueries({
        queryKey: [KEY],
        predicate: ({ queryKey }) => queryKey[1] !== scope.key || queryKey[2] !== id,
      }),
  })
}

/** The event types, target kinds and payload formats that a policy may name. */
export function useSupportedEvents(scope: Scope) {
  return useQuery({
    queryKey: ['supported-events', scope.key],
    staleTime: Infinity,
    queryFn: () => ask(inScope(CALLS.getSupportedEvents, scope)),
  })
}

/** When each policy last got an event of each of its types. */
export function useLastTriggers(scope: Scope) {
  return useQuery({
    queryKey: ['last-triggers', scope.key],
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.listLastTriggers, scope)),
  })
}

/** Gives a target a new signing secret, which is in the answer and nowhere else. */
export function useRotateSecret(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, scheme }: { readonly id: number; readonly scheme: 'v1' | 'v1a' }) =>
      ask(inScope(CALLS.rotateSigningSecret, scope), { params: { target_id: id }, query: { scheme } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function usePauseTarget(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, verb }: { readonly id: number; readonly verb: 'pause' | 'resume' }) =>
      call(inScope(verb === 'pause' ? CALLS.pauseTarget : CALLS.resumeTarget, scope), {
        params: { target_id: id },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}
