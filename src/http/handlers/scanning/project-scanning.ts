import Type from 'typebox'
import { ProjectParams } from '../../../contract/params.ts'
import {
  ProjectScannerRequest,
  ProjectScannerResponse,
  ScanScheduleResponse,
} from '../../../contract/scanning/scanner.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Project, Projects } from '../../../domain/project.ts'
import { type ScanRound, type ScanSchedules, scanIntervalMs } from '../../../domain/scanning/scan-schedule.ts'
import { type Scanner, type Scanners, PROJECT_SCANNER_KEY } from '../../../domain/scanning/scanner.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'

const PROJECT = '/api/v2.0/projects/:project_name_or_id'
const HOUR_MS = 3_600_000

export interface ProjectScanningParts {
  readonly scanners: Scanners
  readonly scanSchedules: Pick<ScanSchedules, 'roundOf'>
  readonly projects: Pick<Projects, 'update'>
}

/** Which scanner scans the images of a project, with Harbor's calls, and when. */
export function projectScanningRoutes({
  scanners,
  scanSchedules,
  projects,
}: ProjectScanningParts): readonly Route[] {
  const schedule = route({
    method: 'GET',
    path: `${PROJECT}/scan-schedule`,
    operation: 'GetScanScheduleOfProject',
    summary: 'Tell when the images of a project are scanned by themselves',
    tag: 'scan',
    needs: 'scan:read',
    schema: { params: ProjectParams },
    answers: { 200: ScanScheduleResponse },
    async handle({ project }) {
      const [scanner, round] = [await scanners.inUse(project.name), await scanSchedules.roundOf(project.id)]
      return { status: 200, body: scheduleResponse(project, scanner, round) }
    },
  })
  return [schedule, ...projectScannerRoutes(scanners, projects)]
}

function projectScannerRoutes(
  scanners: Scanners,
  projects: ProjectScanningParts['projects'],
): readonly Route[] {
  const read = route({
    method: 'GET',
    path: `${PROJECT}/scanner`,
    operation: 'GetScannerOfProject',
    tag: 'scanner',
    summary: 'Get the scanner that scans for a project',
    needs: 'scan:read',
    schema: { params: ProjectParams },
    answers: { 200: ProjectScannerResponse },
    async handle({ project }) {
      const scanner = await scanners.inUse(project.name)
      if (scanner !== null) return { status: 200, body: scannerResponse(scanner) }
      throw new BellbuoyError('NOT_FOUND', `no scanner scans for the project ${project.name}`)
    },
  })
  const candidates = route({
    method: 'GET',
    path: `${PROJECT}/scanner/candidates`,
    operation: 'ListScannerCandidatesOfProject',
    summary: 'List the scanners that a project may choose from',
    tag: 'scanner',
    needs: 'project:update',
    schema: { params: ProjectParams },
    answers: { 200: Type.Array(ProjectScannerResponse) },
    handle: async () => ({ status: 200, body: (await scanners.list()).map(scannerResponse) }),
  })
  const choose = route({
    method: 'PUT',
    path: `${PROJECT}/scanner`,
    operation: 'SetScannerOfProject',
    tag: 'scanner',
    summary: 'Choose the scanner of a project',
    needs: 'project:update',
    schema: { params: ProjectParams, body: ProjectScannerRequest },
    answers: { 200: null },
    async handle({ project, body: { uuid } }) {
      if (uuid !== '' && (await scanners.byUuid(uuid)) === null)
        throw new BellbuoyError('BAD_REQUEST', `there is no scanner ${uuid}`)
      const { [PROJECT_SCANNER_KEY]: _former, ...others } = project.metadata
      const metadata = uuid === '' ? others : { ...others, [PROJECT_SCANNER_KEY]: uuid }
      await projects.update(project.id, { metadata })
      return { status: 200 }
    },
  })
  return [read, candidates, choose]
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
