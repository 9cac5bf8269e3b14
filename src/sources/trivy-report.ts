import { createHash } from 'node:crypto'
import { badRequest } from '../domain/errors.ts'
import type { ImageReference } from '../domain/event/image-reference.ts'
import { projectNameOf } from '../domain/project.ts'
import type { ReportCall, ScanReport } from '../domain/scanning/scan-reading.ts'
import { readTrivyReport } from './trivy.ts'

/**
 * Reads a report of Trivy that a call brings for a project.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the field, or when its image is unknown or of another project
 */
export function readReportFor(body: unknown, call: ReportCall): ScanReport {
  const { image, scan } = readTrivyReport(body)
  const scanned = scannedImage(image, call)
  return { id: idOf(body, scanned), image: scanned, scan }
}

function scannedImage(image: ImageReference | null, { query, project }: ReportCall): ImageReference {
  const named = { registryHost: '', repository: '', tag: null, digest: null, ...image, ...query }
  if (named.repository === '') {
    throw badRequest(
      'the report does not say which image of a registry was scanned: say it as ?repository=shop/web&tag=1.4.2',
    )
  }
  if (projectNameOf(named.repository) !== project)
    throw badRequest(`${named.repository} is not in the project ${project}`)
  const { registryHost, repository, tag, digest } = named
  return { registryHost, repository, tag, digest }
}

/** The same report of the same image again is the same scan. */
function idOf(body: unknown, { repository, tag, digest }: ImageReference): string {
  return createHash('sha256')
    .update(JSON.stringify([repository, tag, digest, body]))
    .digest('hex')
}
