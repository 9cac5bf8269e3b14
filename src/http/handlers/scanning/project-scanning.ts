import * as CALLS from '../../../contract/calls.ts'
import type { ScanScheduleResponse, ScannerMetadataResponse } from '../../../contract/scanning/scanner.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import { type ScanRound, scanIntervalMs } from '../../../domain/scanning/scan-schedule.ts'
import { type Scanner, PROJECT_SCANNER_KEY } from '../../../domain/scanning/scanner.ts'
import type { Store } from '../../../domain/store.ts'
import { listQuery } from '../../list-query.ts'
import { pageOf, pagingHeaders } from '../../paging.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { registrationResponse, scannerSummary } from './scanner-response.ts'

const HOUR_MS = 3_600_000

export interface ProjectScanningParts {
  readonly store: Pick<Store, 'scanners' | 'scanSchedules' | 'projects'>
  /** What a scanner says of itself, known for a minute; null when it does not serve. */
  readonly descriptionOf: (scanner: Scanner) => Promise<ScannerMetadataResponse | null>
}

/** The scanner of a project, with Harbor's calls, and its schedule. */
export function projectScanningRoutes({ store, descriptionOf }: ProjectScanningParts): readonly Route[] {
  const { scanners, scanSchedules, projects } = store
  return [
    answer(CALLS.getScanSchedule, async ({ project }) => {
      const [scanner, round] = [await scanners.inUse(project.name), await scanSchedules.roundOf(project.id)]
      return { status: 200, body: scheduleResponse(project, scanner, round) }
    }),
    answer(CALLS.getProjectScanner, async ({ project }) => {
      const scanner = await scanners.ofProject(project.name)
      if (scanner !== null)
        return {
          status: 200,
          body: { ...registrationResponse(scanner), ...healthOf(await descriptionOf(scanner)) },
        }
      throw new BellbuoyError('NOT_FOUND', `no scanner scans for the project ${project.name}`)
    }),
    answer(CALLS.listScannerCandidates, async ({ query, url }) => {
      const { items, total } = await scanners.list(pageOf(query), listQuery(query))
      return { status: 200, headers: pagingHeaders(url, query, total), body: items.map(registrationResponse) }
    }),
    answer(CALLS.setProjectScanner, async ({ project, body: { uuid }, guard }) => {
      if (uuid !== '' && (await scanners.byUuid(uuid)) === null)
        throw badRequest(`there is no scanner ${uuid}`)
      const { [PROJECT_SCANNER_KEY]: _former, ...others } = project.metadata
      const metadata = uuid === '' ? others : { ...others, [PROJECT_SCANNER_KEY]: uuid }
      await projects.update(project.id, { metadata }, guard)
      return { status: 200 }
    }),
  ].flat()
}

function healthOf(described: ScannerMetadataResponse | null) {
  if (described === null) return { health: 'unhealthy' } as const
  const { scanner, capabilities } = described
  const supports = (type: string): boolean => capabilities.some((one) => one.type === type)
  return {
    health: 'healthy',
    adapter: scanner.name,
    vendor: scanner.vendor,
    version: scanner.version,
    // A scanner that names no type is older than them: it finds vulnerabilities.
    capabilities: {
      support_vulnerability: supports('vulnerability') || supports(''),
      support_sbom: supports('sbom'),
    },
  } as const
}

function scheduleResponse(
  { metadata }: Project,
  scanner: Scanner | null,
  round: ScanRound | null,
): ScanScheduleResponse {
  const intervalMs = scanIntervalMs(metadata)
  const isScheduled = typeof intervalMs === 'number'
  const chosen = metadata[PROJECT_SCANNER_KEY]
  return {
    scan_on_push: metadata['auto_scan'] === 'true',
    interval_hours: isScheduled ? intervalMs / HOUR_MS : 0,
    ...(chosen !== undefined && { chosen_scanner: chosen }),
    ...(scanner !== null && { scanner: scannerSummary(scanner) }),
    ...(round !== null && { round: { started_at: timeInMs(round.startedAtMs), is_over: round.isOver } }),
    ...(isScheduled && round !== null && { next_round_at: timeInMs(round.startedAtMs + intervalMs) }),
  }
}
