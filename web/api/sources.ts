import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { SourceChangeRequest, SourceRequest } from '../../src/contract/sources/source.ts'
import { ask, call } from './client/client.ts'
import { usePollMs } from './live/live.ts'
import { SYSTEM_SCOPE } from './client/scope.ts'

const KEY = 'sources'
/** How soon the page shows that a registry has reported an event. */
const POLL_MS = 2000

/** @param isWaitedFor whether the page waits for the first event of one, which the server notes a moment after it has reported the event */
export function useSources(isWaitedFor = false) {
  const pollMs = usePollMs(SYSTEM_SCOPE, POLL_MS)
  return useQuery({
    queryKey: [KEY],
    refetchInterval: isWaitedFor ? POLL_MS : pollMs,
    queryFn: () => ask(CALLS.listSources),
  })
}

/** What a source sent that became no event, by reason. */
export function useKeptOut(id: number) {
  return useQuery({
    queryKey: [KEY, id, 'kept-out'],
    queryFn: () => ask(CALLS.listKeptOut, { params: { source_id: id } }),
  })
}

export function useSourceKinds() {
  return useQuery({
    queryKey: ['source-kinds'],
    staleTime: Infinity,
    queryFn: () => ask(CALLS.listSourceKinds),
  })
}

/** The token is in the answer, and nowhere else. */
export function useCreateSource() {
  return useSourceChange((source: SourceRequest) => ask(CALLS.createSource, { body: source }))
}

/** A source and the tag of its version. */
export function readSource(id: number) {
  return call(CALLS.getSource, { params: { source_id: id } })
}

interface SourceChange {
  readonly id: number
  readonly change: SourceChangeRequest
  /** Of the version that is changed. */
  readonly etag: string | undefined
}

/** Changes name and settings. */
export function useUpdateSource() {
  return useSourceChange(({ id, change, etag }: SourceChange) =>
    call(CALLS.updateSource, { params: { source_id: id }, body: change, ifMatch: etag }),
  )
}

export function useNewSourceToken() {
  return useSourceChange(
    async (id: number) => (await ask(CALLS.renewSourceToken, { params: { source_id: id } })).token,
  )
}

export function useDeleteSource() {
  return useSourceChange((id: number) => call(CALLS.deleteSource, { params: { source_id: id } }))
}

function useSourceChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
