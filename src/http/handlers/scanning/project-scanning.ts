import * as CALLS from '../../../contract/calls.ts'
import type { ProjectScannerResponse, ScanScheduleResponse } from '../../../contract/scanning/scanner.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import { type ScanRound, scanIntervalMs } from '../../../domain/scanning/scan-schedule.ts'
import { type Scanner, PROJECT_SCANNER_KEY } from '../../../domain/scanning/scanner.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
const HOUR_MS = 3_600_000

export interface ProjectScanningParts {
  readonly store: Pick<Store, 'scanners' | 'scanSchedules' | 'projects'>
}

/** The scanner of a project, with Harbor's calls, and its schedule. */
export function projectScanningRoutes({ store }: ProjectScanningParts): readonly Route[] {
  const { scanners, scanSchedules, projects } = store
  return [
    answer(CALLS.getScanSchedule, async ({ project }) => {
      const [scanner, round] = [await scanners.inUse(project.name), await scanSchedules.roundOf(project.id)]
      return { status: 200, body: scheduleResponse(project, scanner, round) }
    }),
    answer(CALLS.getProjectScanner, async ({ project }) => {
      const scanner = await scanners.inUse(project.name)
      if (scanner !== null) return { status: 200, body: scannerResponse(scanner) }
      throw new BellbuoyError('NOT_FOUND', `no scanner scans for the project ${project.name}`)
    }),
    answer(CALLS.listScannerCandidates, async () => ({
      status: 200,
      body: (await scanners.list()).map(scannerResponse),
    })),
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

function scannerResponse({ uuid, name, description, disabled, isDefault }: Scanner): ProjectScannerResponse {
  return { uuid, name, description, disabled, is_default: isDefault }
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
    ...(scanner !== null && { scanner: scannerResponse(scanner) }),
    ...(round !== null && { round: { started_at: timeInMs(round.startedAtMs), is_over: round.isOver } }),
    ...(isScheduled && round !== null && { next_round_at: timeInMs(round.startedAtMs + intervalMs) }),
  }
}
