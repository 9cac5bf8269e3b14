import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ProblemResponse } from '../../src/contract/problems/problem.ts'
import { ask } from './client/client.ts'
import { type Scope, inScope } from './client/scope.ts'
import { usePollMs } from './live/live.ts'

const KEY = 'problems'
const POLL_MS = 5000
/** Where those that are over are among them, the newest ones. */
const CLOSED_SHOWN = 10

export interface ProblemSearch {
  readonly state: 'open' | 'closed' | 'all'
  readonly policy_id?: number
}

/** The problems of a scope, newest first. */
export function useProblems(scope: Scope, search: ProblemSearch) {
  const limit = search.state === 'open' ? 100 : CLOSED_SHOWN
  return useQuery({
    queryKey: [KEY, scope.key, search],
    placeholderData: keepPreviousData,
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.listProblems, scope), { query: { ...search, limit } }),
  })
}

/** How many problems of a scope wait for someone. */
export function useNeeding(scope: Scope): number {
  const { data } = useQuery({
    queryKey: [KEY, scope.key, 'needing'],
    refetchInterval: usePollMs(scope, POLL_MS),
    queryFn: () => ask(inScope(CALLS.listProblems, scope), { query: { limit: 1 } }),
  })
  return data?.needing ?? 0
}

interface Acknowledgement {
  readonly id: number
  readonly acknowledged: boolean
  readonly note: string
}

/** Says that the user looks after a problem, or takes that back. */
export function useAcknowledge(scope: Scope) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: Acknowledgement) =>
      ask(inScope(CALLS.acknowledgeProblem, scope), { params: { problem_id: id }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

/** Sends what failed since a target began to fail, some at a time, or counts it. */
export async function sendFailed(scope: Scope, id: number, isDryRun: boolean) {
  const { matched, done, more, incomplete } = await ask(inScope(CALLS.recoverProblem, scope), {
    params: { problem_id: id },
    body: { dry_run: isDryRun },
  })
  return { matched, done, incomplete, next: more && !isDryRun ? (true as const) : undefined }
}

export type Problem = ProblemResponse
