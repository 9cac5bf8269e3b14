import type { Finding, Scan } from '../domain/event/event-detail.ts'
import { SEVERITIES } from '../domain/event/event-detail.ts'
import { summaryOf, worstFindings, worstSeverity } from '../domain/event/findings.ts'
import { type ImageReference, imageReference } from '../domain/event/image-reference.ts'
import type { ScanReading } from '../domain/scanning/scan-reading.ts'
import { FieldReader } from '../domain/field-reader.ts'

const MAX_RESULTS = 10_000
const MAX_VULNERABILITIES = 100_000
const MEDIA_TYPE = 'application/vnd.security.vulnerability.report; version=1.1'

/**
 * Reads the report that `trivy image --format json` writes (`pkg/types/report.go`, schema version 2).
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the field
 */
export function readTrivyReport(body: unknown): ScanReading {
  const report = new FieldReader(body, '')
  if (report.count('SchemaVersion') !== 2)
    return report.fail('SchemaVersion', 'must be 2: send what `trivy image --format json` writes')
  const results = report.objects('Results', MAX_RESULTS)
  const findings = results.flatMap((result) => result.list('Vulnerabilities', findingIn, MAX_VULNERABILITIES))
  return { image: imageIn(report), scan: scanOf(report, findings) }
}

function imageIn(report: FieldReader): ImageReference | null {
  const named = imageReference(report.line('ArtifactName', 2048))
  const metadata = report.object('Metadata')
  const digests = metadata.texts('RepoDigests', 1000).map(imageReference)
  const digest = digests.find((known) => known?.repository === named?.repository)?.digest ?? null
  return named === null ? null : { ...named, digest: named.digest ?? digest }
}

function scanOf(report: FieldReader, findings: readonly Finding[]): Scan {
  const createdAtMs = report.time('CreatedAt')
  return {
    type: 'vulnerability',
    reports: [
      {
        mediaType: MEDIA_TYPE,
        reportId: report.line('ReportID'),
        status: 'Success',
        severity: worstSeverity(findings),
        durationSeconds: 0,
        summary: summaryOf(findings),
        startTime: '',
        endTime: createdAtMs === null ? '' : new Date(createdAtMs).toISOString(),
        scanner: { name: 'Trivy', vendor: 'Aqua Security', version: report.object('Trivy').line('Version') },
        completePercent: 100,
        sbom: null,
      },
    ],
    ...worstFindings(findings),
    link: null,
    error: null,
  }
}

const MAX_DESCRIPTION = 64 * 1024

function findingIn(value: unknown, path: string): Finding {
  const found = new FieldReader(value, path)
  const severity = found.line('Severity').toLowerCase()
  const primary = found.line('PrimaryURL', 4096)
  const links = [...new Set([primary, ...found.texts('References', 1000)])].filter((link) => link !== '')
  return {
    id: found.requiredLine('VulnerabilityID'),
    package: found.line('PkgName'),
    version: found.line('InstalledVersion'),
    fixVersion: found.line('FixedVersion'),
    severity: SEVERITIES.find((known) => known.toLowerCase() === severity) ?? 'Unknown',
    description: found.text('Description', MAX_DESCRIPTION) || found.text('Title', MAX_DESCRIPTION),
    links,
  }
}
