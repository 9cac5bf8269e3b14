import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProjectScannerResponse, ScanScheduleResponse } from '../../src/contract/scanning/scanner.ts'
import { change, get } from './client.ts'

const KEY = 'project-scanning'
const LIVE_MS = 5000

const pathOf = (project: string): string => `/projects/${encodeURIComponent(project)}`

/** Which scanner scans for a project, and when. */
export function useScanSchedule(project: string) {
  return useQuery({
    queryKey: [KEY, project],
    refetchInterval: LIVE_MS,
    queryFn: () => get<ScanScheduleResponse>(`${pathOf(project)}/scan-schedule`),
  })
}

/** The scanners that a project may choose from. */
export function useScannerCandidates(project: string) {
  return useQuery({
    queryKey: [KEY, project, 'candidates'],
    queryFn: () => get<ProjectScannerResponse[]>(`${pathOf(project)}/scanner/candidates`),
  })
}

export interface ProjectScanning {
  /** UUID; empty: the default one. */
  readonly scanner: string
  readonly scanOnPush: boolean
  /** 0: no schedule. */
  readonly intervalHours: number
}

export function useSetProjectScanning(project: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ scanner, scanOnPush, intervalHours }: ProjectScanning) => {
      const metadata = { auto_scan: String(scanOnPush), scan_interval_hours: String(intervalHours) }
      await change('PUT', `${pathOf(project)}/scanner`, { uuid: scanner })
      await change('PUT', pathOf(project), { metadata })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, project] }),
  })
}

/** Orders a scan of an image by its digest. */
export function useOrderScan(project: string) {
  return useMutation({
    mutationFn: ({ repository, digest }: { readonly repository: string; readonly digest: string }) => {
      const inProject = encodeURIComponent(repository.slice(project.length + 1))
      return change('POST', `${pathOf(project)}/repositories/${inProject}/artifacts/${digest}/scan`)
    },
  })
}
