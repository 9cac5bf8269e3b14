import { createHash } from 'node:crypto'
import Type from 'typebox'
import { ProjectParams } from '../../../contract/params.ts'
import { NotificationResponse } from '../../../contract/sources/notification.ts'
import type { Clock } from '../../../domain/clock.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Scan } from '../../../domain/event/event-detail.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../../../domain/event/event.ts'
import type { ImageReference } from '../../../domain/event/image-reference.ts'
import { DIGEST, REPOSITORY, TAG } from '../../../domain/event/registry-grammar.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import { projectNameOf } from '../../../domain/project.ts'
import type { Sources } from '../../../domain/registry/source.ts'
import type { ReadScanReport } from '../../../domain/scanning/scan-reading.ts'
import type { Intake } from '../../../intake/intake.ts'
import { SCANNER_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { type Route, route } from '../../route.ts'

const MAX_BODY_BYTES = 32 * 1024 * 1024

export interface ScanReportParts {
  readonly readTrivyReport: ReadScanReport
  readonly storedSources: Sources
  readonly intake: Intake
  readonly clock: Pick<Clock, 'now'>
}

const ScanReportQuery = Type.Object({
  repository: Type.Optional(Type.String({ maxLength: 255, pattern: REPOSITORY.source })),
  tag: Type.Optional(Type.String({ pattern: TAG.source })),
  digest: Type.Optional(Type.String({ maxLength: 255, pattern: DIGEST.source })),
  duration: Type.Optional(Type.Integer({ minimum: 0, description: 'of the scan, in seconds' })),
})

/** Where a scanner that runs elsewhere leaves its report. */
export function scanReportRoutes(parts: ScanReportParts): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v2.0/projects/:project_name_or_id/scan-reports',
      operation: 'CreateScanReport',
      summary: 'Leave a report of `trivy image --format json`; what was scanned is in it, or in the query',
      tag: 'scan',
      needs: 'scan:create',
      schema: { params: ProjectParams, querystring: ScanReportQuery },
      bodies: { 'application/json': Type.Object({ SchemaVersion: Type.Literal(2) }) },
      maxBodyBytes: MAX_BODY_BYTES,
      answers: { 200: NotificationResponse },
      async handle({ body, query, project, caller }) {
        const { image, scan } = parts.readTrivyReport(body)
        const scanned = scannedImage(image, query, project.name)
        const event: SourceEvent = {
          ...eventOf(scanned, { ...scan, reports: timed(scan, query.duration ?? 0) }),
          sourceEventId: idOf(body, scanned),
          occurredAtMs: parts.clock.now(),
          operator: nameOf(caller),
          actorKind: caller.kind,
        }
        const source = await ownSource(parts.storedSources, SCANNER_SOURCE)
        const { accepted, repeated, keptOut } = await parts.intake.accept(source, [event])
        return { status: 200, body: { accepted, repeated, ignored: keptOut } }
      },
    }),
  ]
}

function timed({ reports }: Scan, durationSeconds: number): Scan['reports'] {
  return reports.map((report) => ({ ...report, durationSeconds }))
}

/** The query goes before what the report says. @throws BellbuoyError `BAD_REQUEST` */
function scannedImage(
  image: ImageReference | null,
  query: { readonly repository?: string; readonly tag?: string; readonly digest?: string },
  project: string,
): ImageReference {
  const named = { registryHost: '', repository: '', tag: null, digest: null, ...image, ...query }
  if (named.repository === '') {
    throw new BellbuoyError(
      'BAD_REQUEST',
      'the report does not say which image of a registry was scanned: say it as ?repository=shop/web&tag=1.4.2',
    )
  }
  if (projectNameOf(named.repository) !== project) {
    throw new BellbuoyError('BAD_REQUEST', `${named.repository} is not in the project ${project}`)
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
