import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type {
  SourceChangeRequest,
  SourceCreatedResponse,
  SourceKindResponse,
  SourceRequest,
  SourceResponse,
} from '../../src/contract/sources/source.ts'
import { change, get } from './client.ts'
import { usePollMs } from './live.ts'
import { SYSTEM_SCOPE } from './scope.ts'

const KEY = 'sources'
/** How soon one sees that a registry has spoken. */
const POLL_MS = 2000

export function useSources() {
  return useQuery({
    queryKey: [KEY],
    refetchInterval: usePollMs(SYSTEM_SCOPE, POLL_MS),
    queryFn: () => get<SourceResponse[]>('/sources'),
  })
}

export function useSourceKinds() {
  return useQuery({
    queryKey: ['source-kinds'],
    staleTime: Infinity,
    queryFn: () => get<SourceKindResponse[]>('/source-kinds'),
  })
}

/** The token is in the answer, and nowhere else. */
export function useCreateSource() {
  return useSourceChange((source: SourceRequest) =>
    change<Static<typeof SourceCreatedResponse>>('POST', '/sources', source).then(({ body }) => body),
  )
}

/** Changes name and settings. */
export function useUpdateSource() {
  return useSourceChange(
    ({ id, change: wanted }: { readonly id: number; readonly change: Static<typeof SourceChangeRequest> }) =>
      change('PUT', `/sources/${id}`, wanted),
  )
}

export function useNewSourceToken() {
  return useSourceChange((id: number) =>
    change<{ token: string }>('POST', `/sources/${id}/token`).then(({ body }) => body.token),
  )
}

export function useDeleteSource() {
  return useSourceChange((id: number) => change('DELETE', `/sources/${id}`))
}

function useSourceChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
