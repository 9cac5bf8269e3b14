import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import { ask, call } from './client/client.ts'

const KEY = 'project-scanning'
const LIVE_MS = 5000

/** Which scanner scans for a project, and when. */
export function useScanSchedule(project: string) {
  return useQuery({
    queryKey: [KEY, project],
    refetchInterval: LIVE_MS,
    queryFn: () => ask(CALLS.getScanSchedule, { params: { project_name_or_id: project } }),
  })
}

/** The scanners that a project may choose from. */
export function useScannerCandidates(project: string) {
  return useQuery({
    queryKey: [KEY, project, 'candidates'],
    queryFn: () =>
      ask(CALLS.listScannerCandidates, { params: { project_name_or_id: project }, query: { page_size: -1 } }),
  })
}

export interface ProjectScanning {
  /** UUID; empty: the default one. */
  readonly scanner: string
  readonly scanOnPush: boolean
  /** 0: no schedule. */
  readonly intervalHours: number
}

interface ProjectScanningSave {
  readonly wanted: ProjectScanning
  /** Of the version of the project that is changed. */
  readonly etag: string | undefined
}

/** The scan schedule of a project and the tag of its version. */
export function readScanSchedule(project: string) {
  return call(CALLS.getScanSchedule, { params: { project_name_or_id: project } })
}

/** Answers the tag of the new version. */
export function useSetProjectScanning(project: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ wanted, etag }: ProjectScanningSave) => {
      const { scanner, scanOnPush, intervalHours } = wanted
      const metadata = { auto_scan: String(scanOnPush), scan_interval_hours: String(intervalHours) }
      const params = { project_name_or_id: project }
      const first = await call(CALLS.setProjectScanner, { params, body: { uuid: scanner }, ifMatch: etag })
      return (await call(CALLS.updateProject, { params, body: { metadata }, ifMatch: first.etag })).etag
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, project] }),
  })
}

/** Orders a scan of an image by its digest. */
export function useOrderScan(project: string) {
  return useMutation({
    mutationFn: ({ repository, digest }: { readonly repository: string; readonly digest: string }) => {
      const inProject = repository.slice(project.length + 1)
      const params = { project_name_or_id: project, repository_name: inProject, reference: digest }
      return call(CALLS.scanArtifact, { params })
    },
  })
}
