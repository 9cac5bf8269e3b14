import { randomUUID } from 'node:crypto'
import * as CALLS from '../../../contract/calls.ts'
import type { ScanResponse } from '../../../contract/scanning/scanner.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import { DIGEST, REPOSITORY, TAG } from '../../../domain/event/registry-grammar.ts'
import type { ScanJob, ScanJobs, ScanOrder } from '../../../domain/scanning/scanner.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'

const MAX_LISTED = 100

export interface ScanParts {
  readonly store: Pick<Store, 'scanJobs'>
  readonly orderScan: (order: ScanOrder) => Promise<boolean>
  /** False when the scan has ended. */
  readonly stopScan: (job: ScanJob) => Promise<boolean>
}

/** Scans on request, with Harbor's calls, and a list of them. */
export function scanRoutes({ store: { scanJobs }, orderScan, stopScan }: ScanParts): readonly Route[] {
  return [
    answer(CALLS.scanArtifact, async ({ params: named, body, project, caller, concerns }) => {
      concerns(imageOf(named, project))
      assertVulnerabilities(body)
      await orderScan(await orderOf(named, project, caller, scanJobs))
      return { status: 202 }
    }),
    answer(CALLS.stopScan, async ({ params: named, body, project, concerns }) => {
      concerns(imageOf(named, project))
      assertVulnerabilities(body)
      const repository = repositoryOf(named, project)
      const jobs = await scanJobs.ofProject(project.name, MAX_LISTED)
      const meant = jobs.filter(
        ({ order }) => order.repository === repository && [order.digest, order.tag].includes(named.reference),
      )
      await Promise.all(meant.map(stopScan))
      return { status: 202 }
    }),
    answer(CALLS.listScans, async ({ project }) => ({
      status: 200,
      body: (await scanJobs.ofProject(project.name, MAX_LISTED)).map(scanResponse),
    })),
  ].flat()
}

/** @throws BellbuoyError `BAD_REQUEST` for an SBOM; any other type is one of vulnerabilities, as in Harbor */
function assertVulnerabilities({ scan_type }: { readonly scan_type?: string }): void {
  if (scan_type === 'sbom') throw badRequest('Bellbuoy scans for vulnerabilities, and makes no SBOMs')
}

interface Named {
  readonly repository_name: string
  readonly reference: string
}

/** Clients of Harbor encode the name twice. @throws BellbuoyError `BAD_REQUEST` */
function repositoryOf({ repository_name }: Named, project: Project): string {
  const path = `${project.name}/${repository_name.replaceAll(/%2f/gi, '/')}`
  if (path.length <= 255 && REPOSITORY.test(path)) return path
  throw badRequest(`${JSON.stringify(path)} is no repository`)
}

/** An image for the audit log: `team/app:v1`, or with `@` and its digest. */
function imageOf(named: Named, project: Project): string {
  return `${repositoryOf(named, project)}${DIGEST.test(named.reference) ? '@' : ':'}${named.reference}`
}

/** @throws BellbuoyError `BAD_REQUEST`, or `NOT_FOUND` for a tag whose push was never reported */
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
  if (DIGEST.test(reference))
    return { ...common, digest: reference, ...(await jobs.pushedAs(repository, reference)) }
  if (!TAG.test(reference)) throw badRequest(`${reference} is neither tag nor digest`)
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
