import * as CALLS from '../../../contract/calls.ts'
import type { BodyReader } from '../../../domain/body/body-reader.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Scan } from '../../../domain/event/event-detail.ts'
import { type SourceEvent, UNKNOWN_ARTIFACT } from '../../../domain/event/event.ts'
import type { ImageReference } from '../../../domain/event/image-reference.ts'
import { nameOf } from '../../../domain/people/caller.ts'
import { projectNameOf } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import type { Intake } from '../../../intake/intake.ts'
import { SCANNER_SOURCE, ownSource } from '../../../intake/own-sources.ts'
import { type Route, answer } from '../../route.ts'

export interface ScanReportParts {
  readonly bodies: BodyReader
  readonly store: Pick<Store, 'sources'>
  readonly intake: Intake
  readonly clock: Pick<Clock, 'now'>
}

/** Reports of a scanner that runs elsewhere. */
export function scanReportRoutes(parts: ScanReportParts): readonly Route[] {
  return answer(CALLS.createScanReport, async ({ body, query, project, caller }) => {
    const { duration = 0, ...named } = query
    const asked = { query: named, project: project.name }
    const { id, image, scan } = await parts.bodies.readReport(`caller ${nameOf(caller)}`, body, asked)
    const event: SourceEvent = {
      ...eventOf(image, { ...scan, reports: timed(scan, duration) }),
      sourceEventId: id,
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
