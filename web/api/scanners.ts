import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ScannerMetadataResponse,
  ScannerRequest,
  ScannerResponse,
} from '../../src/contract/scanning/scanner.ts'
import { change, get } from './client.ts'

const KEY = 'scanners'

/** The scanners by name. */
export function useScanners() {
  return useQuery({ queryKey: [KEY], queryFn: () => get<ScannerResponse[]>('/scanners') })
}

/** Registers a scanner, or changes the one with `uuid`; answers its UUID. */
export function useSaveScanner() {
  return useScannerChange(
    async ({ uuid, scanner }: { readonly uuid: string | null; readonly scanner: ScannerRequest }) => {
      if (uuid === null) return (await change('POST', '/scanners', scanner)).createdId
      await change('PUT', `/scanners/${uuid}`, scanner)
      return uuid
    },
  )
}

export function useMakeDefaultScanner() {
  return useScannerChange((uuid: string) => change('PATCH', `/scanners/${uuid}`, { is_default: true }))
}

export function useDeleteScanner() {
  return useScannerChange((uuid: string) => change('DELETE', `/scanners/${uuid}`))
}

/** Asks a scanner what it is, anew each time that someone wants to know. */
export function useScannerMetadata(uuid: string) {
  return useQuery({
    queryKey: [KEY, uuid, 'metadata'],
    retry: false,
    gcTime: 0,
    queryFn: () => get<ScannerMetadataResponse>(`/scanners/${uuid}/metadata`),
  })
}

function useScannerChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY], exact: true }),
  })
}
