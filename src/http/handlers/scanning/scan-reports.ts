import { createHash } from 'node:crypto'
import * as CALLS from '../../../contract/calls.ts'
import type { Clock } from '../../../domain/clock.ts'
import { badRequest } from '../../../domain/errors.ts'
import type { Scan } from '../../../domain/event/event-detail.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../../../domain/event/event.ts'
import type { ImageReference } from '../../../domain/event/image-reference.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import { projectNameOf } from '../../../domain/project.ts'
import type { ReadScanReport } from '../../../domain/scanning/scan-reading.ts'
import type { Store } from '../../../domain/store.ts'
import type { Intake } from '../../../intake/intake.ts'
import { SCANNER_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { type Route, answer } from '../../route.ts'

export interface ScanReportParts {
  readonly readTrivyReport: ReadScanReport
  readonly store: Pick<Store, 'sources'>
  readonly intake: Intake
  readonly clock: Pick<Clock, 'now'>
}

/** Reports of a scanner that runs elsewhere. */
export function scanReportRoutes(parts: ScanReportParts): readonly Route[] {
  return answer(CALLS.createScanReport, async ({ body, query, project, caller }) => {
    const { image, scan } = parts.readTrivyReport(body)
    const scanned = scannedImage(image, query, project.name)
    const event: SourceEvent = {
      ...eventOf(scanned, { ...scan, reports: timed(scan, query.duration ?? 0) }),
      sourceEventId: idOf(body, scanned),
      occurredAtMs: parts.clock.now(),
      operator: nameOf(caller),
      actorKind: caller.kind,
    }
    const source = await ownSource(parts.store.sources, SCANNER_SOURCE)
    const { accepted, repeated, keptOut } = await parts.intake.accept(source, [event])
    return { status: 200, body: { accepted, repeated, ignored: keptOut } }
  })
}

function timed({ reports }: Scan, durationSeconds: number): Scan['reports'] {
  return reports.map((report) => ({ ...report, durationSeconds }))
}

/** The query goes before the report. @throws BellbuoyError `BAD_REQUEST` */
function scannedImage(
  image: ImageReference | null,
  query: { readonly repository?: string; readonly tag?: string; readonly digest?: string },
  project: string,
): ImageReference {
  const named = { registryHost: '', repository: '', tag: null, digest: null, ...image, ...query }
  if (named.repository === '') {
    throw badRequest(
      'the report does not say which image of a registry was scanned: say it as ?repository=shop/web&tag=1.4.2',
    )
  }
  if (projectNameOf(named.repository) !== project) {
    throw badRequest(`${named.repository} is not in the project ${project}`)
  }
  const { registryHost, repository, tag, digest } = named
  return { registryHost, repository, tag, digest }
}

/** The same report of the same image again is the same scan. */
function idOf(body: unknown, { repository, tag, digest }: ImageReference): string {
  return createHash('sha256')
    .update(JSON.stringify([repository, tag, digest, body]))
    .digest('hex')
}

function eventOf({ registryHost, repository, tag, digest }: ImageReference, scan: Scan) {
  return {
    type: 'SCANNING_COMPLETED' as const,
    project: projectNameOf(repository),
    repository,
    artifacts: [{ ...UNKNOWN_ARTIFACT, tag, digest }],
    role: 'root' as const,
    registryHost,
    detail: { scan },
  }
}
