import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ScannerRequest } from '../../src/contract/scanning/scanner.ts'
import { ask, call } from './client/client.ts'

const KEY = 'scanners'

/** The scanners by name. */
export function useScanners() {
  return useQuery({ queryKey: [KEY], queryFn: () => ask(CALLS.listScanners, { query: { page_size: -1 } }) })
}

/** Registers a scanner, or changes the one with `uuid`; answers its UUID. */
export function useSaveScanner() {
  return useScannerChange(
    async ({ uuid, scanner }: { readonly uuid: string | null; readonly scanner: ScannerRequest }) => {
      if (uuid === null) return (await call(CALLS.createScanner, { body: scanner })).createdId
      await call(CALLS.updateScanner, { params: { registration_id: uuid }, body: scanner })
      return uuid
    },
  )
}

export function useMakeDefaultScanner() {
  return useScannerChange((uuid: string) =>
    call(CALLS.setDefaultScanner, { params: { registration_id: uuid }, body: { is_default: true } }),
  )
}

export function useDeleteScanner() {
  return useScannerChange((uuid: string) => call(CALLS.deleteScanner, { params: { registration_id: uuid } }))
}

/** Asks a scanner for its name and version, anew each time that it is shown. */
export function useScannerMetadata(uuid: string) {
  return useQuery({
    queryKey: [KEY, uuid, 'metadata'],
    retry: false,
    gcTime: 0,
    queryFn: () => ask(CALLS.getScannerMetadata, { params: { registration_id: uuid } }),
  })
}

function useScannerChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY], exact: true }),
  })
}
