import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ScannerRequest, ScannerResponse } from '../../src/contract/scanning/scanner.ts'
import { ask, call } from './client/client.ts'

const KEY = 'scanners'

/** The scanners by name. */
export function useScanners() {
  return useQuery({ queryKey: [KEY], queryFn: () => ask(CALLS.listScanners, { query: { page_size: -1 } }) })
}

/** Registers a scanner, or changes the one with `uuid`; answers its UUID. */
export function useSaveScanner() {
  return useScannerChange(async ({ uuid, scanner, etag }: ScannerSave) => {
    if (uuid === null) return (await call(CALLS.createScanner, { body: scanner })).createdId
    const params = { registration_id: uuid }
    await call(CALLS.updateScanner, { params, body: scanner, ifMatch: etag })
    return uuid
  })
}

interface ScannerSave {
  readonly uuid: string | null
  readonly scanner: ScannerRequest
  /** Of the version that is changed. */
  readonly etag: string | undefined
}

/** A scanner and the tag of its version. */
export function readScanner(uuid: string) {
  return call(CALLS.getScanner, { params: { registration_id: uuid } })
}

interface ScannerChange {
  readonly uuid: string
  readonly change: (scanner: ScannerResponse) => ScannerRequest
}

/** Changes a scanner as it is stored now, whatever the page shows of it. */
export function useChangeScanner() {
  return useScannerChange(async ({ uuid, change }: ScannerChange) => {
    const { body, etag } = await readScanner(uuid)
    const params = { registration_id: uuid }
    return call(CALLS.updateScanner, { params, body: change(body), ifMatch: etag })
  })
}

export function useMakeDefaultScanner() {
  return useScannerChange(async (uuid: string) => {
    const { etag } = await readScanner(uuid)
    const params = { registration_id: uuid }
    return call(CALLS.setDefaultScanner, { params, body: { is_default: true }, ifMatch: etag })
  })
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
