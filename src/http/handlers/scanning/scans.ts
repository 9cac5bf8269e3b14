import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import { ProjectParams } from '../../../contract/params.ts'
import { ScanResponse } from '../../../contract/scanning/scanner.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import { DIGEST, REPOSITORY, TAG } from '../../../domain/event/registry-grammar.ts'
import type { ScanJob, ScanJobs, ScanOrder } from '../../../domain/scanning/scanner.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'

const ARTIFACT = '/api/v2.0/projects/:project_name_or_id/repositories/:repository_name/artifacts/:reference'
const params = Type.Object({
  project_name_or_id: Type.String(),
  repository_name: Type.String({
    description: 'without its project; its slashes percent-encoded, once or twice',
  }),
  reference: Type.String({
    description: 'a digest, or a tag that was pushed since Bellbuoy is told of pushes',
  }),
})
const MAX_LISTED = 100

export interface ScanParts {
  readonly scanJobs: ScanJobs
  readonly orderScan: (order: ScanOrder) => Promise<boolean>
  /** False when the scan has ended. */
  readonly stopScan: (job: ScanJob) => Promise<boolean>
}

/** Scans on request, with Harbor's calls, and a list of them. */
export function scanRoutes({ scanJobs, orderScan, stopScan }: ScanParts): readonly Route[] {
  const scan = route({
    method: 'POST',
    path: `${ARTIFACT}/scan`,
    operation: 'ScanArtifact',
    tag: 'scan',
    summary: 'Have an image scanned by the default scanner',
    needs: 'scan:create',
    schema: { params },
    answers: { 202: null },
    async handle({ params: named, project, caller }) {
      await orderScan(await orderOf(named, project, caller, scanJobs))
      return { status: 202 }
    },
  })
  const stop = route({
    method: 'POST',
    path: `${ARTIFACT}/scan/stop`,
    operation: 'StopScanArtifact',
    tag: 'scan',
    summary: 'Stop the scans of an image that have not ended',
    needs: 'scan:stop',
    schema: { params },
    answers: { 202: null },
    async handle({ params: named, project }) {
      const repository = repositoryOf(named, project)
      const jobs = await scanJobs.ofProject(project.name, MAX_LISTED)
      const meant = jobs.filter(
        ({ order }) => order.repository === repository && [order.digest, order.tag].includes(named.reference),
      )
      await Promise.all(meant.map(stopScan))
      return { status: 202 }
    },
  })
  const list = route({
    method: 'GET',
    path: '/api/v2.0/projects/:project_name_or_id/scans',
    operation: 'ListScans',
    summary: 'List the newest hundred scans of a project',
    tag: 'scan',
    needs: 'scan:read',
    schema: { params: ProjectParams },
    answers: { 200: Type.Array(ScanResponse) },
    handle: async ({ project }) => ({
      status: 200,
      body: (await scanJobs.ofProject(project.name, MAX_LISTED)).map(scanResponse),
    }),
  })
  return [scan, stop, list]
}

interface Named {
  readonly repository_name: string
  readonly reference: string
}

/** Clients of Harbor encode the name twice. @throws BellbuoyError `BAD_REQUEST` */
function repositoryOf({ repository_name }: Named, project: Project): string {
  const path = `${project.name}/${repository_name.replaceAll(/%2f/gi, '/')}`
  if (path.length <= 255 && REPOSITORY.test(path)) return path
  throw new BellbuoyError('BAD_REQUEST', `${JSON.stringify(path)} is no repository`)
}

/** @throws BellbuoyError `BAD_REQUEST`, or `NOT_FOUND` for a tag that nobody told of */
async function orderOf(named: Named, project: Project, caller: Caller, jobs: ScanJobs): Promise<ScanOrder> {
  const repository = repositoryOf(named, project)
  const { reference } = named
  const common = {
    cause: randomUUID(),
    project: project.name,
    repository,
    mediaType: null,
    operator: nameOf(caller),
    actorKind: caller.kind,
    trigger: 'request',
  }
  if (DIGEST.test(reference)) return { ...common, tag: null, digest: reference, registryHost: '' }
  if (!TAG.test(reference)) throw new BellbuoyError('BAD_REQUEST', `${reference} is neither tag nor digest`)
  const pushed = await jobs.pushed(repository, reference)
  if (pushed !== null) return { ...common, tag: reference, ...pushed }
  throw new BellbuoyError(
    'NOT_FOUND',
    `no push of ${repository}:${reference} is known: name the image by its digest`,
  )
}

function scanResponse({ id, order, state, progress, createdAtMs }: ScanJob): ScanResponse {
  const { repository, tag, digest, trigger, operator } = order
  const severity = progress.scan?.reports[0]?.severity ?? ''
  const error = progress.scan?.error ?? null
  return {
    id,
    repository,
    ...(tag !== null && { tag }),
    digest,
    trigger,
    operator,
    state,
    ...(severity !== '' && { severity }),
    ...(error !== null && { error }),
    created_at: timeInMs(createdAtMs),
  }
}
