import type { Finding, FindingKind, Scan } from '../domain/event/event-detail.ts'
import { SEVERITIES } from '../domain/event/event-detail.ts'
import { summaryOf, worstFindings, worstSeverity } from '../domain/event/findings.ts'
import { type ImageReference, imageReference } from '../domain/event/image-reference.ts'
import type { ScanReading } from '../domain/scanning/scan-reading.ts'
import { FieldReader } from '../domain/field-reader.ts'

const MAX_RESULTS = 10_000
/** Of one kind, in one result. */
const MAX_FINDINGS = 100_000
const MEDIA_TYPE = 'application/vnd.security.vulnerability.report; version=1.1'

/**
 * Reads the report that `trivy image --format json` writes (`pkg/types/report.go`, schema version 2), whatever `--scanners` it
 * ran: vulnerabilities, misconfigurations, secrets and licenses all count.
 *
 * @throws BellbuoyError `BAD_REQUEST` naming the field
 */
export function readTrivyReport(body: unknown): ScanReading {
  const report = new FieldReader(body, '')
  if (report.count('SchemaVersion') !== 2)
    return report.fail('SchemaVersion', 'must be 2: send what `trivy image --format json` writes')
  const results = report.objects('Results', MAX_RESULTS)
  const findings = results.flatMap(findingsIn)
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

function findingsIn(result: FieldReader): readonly Finding[] {
  const target = result.line('Target', 4096)
  return [
    ...result.list('Vulnerabilities', vulnerabilityIn, MAX_FINDINGS),
    ...result
      .list('Misconfigurations', misconfigurationIn(target), MAX_FINDINGS)
      .filter((one) => one !== null),
    ...result.list('Secrets', secretIn(target), MAX_FINDINGS),
    ...result.list('Licenses', licenseIn(target), MAX_FINDINGS),
  ]
}

function vulnerabilityIn(value: unknown, path: string): Finding {
  const found = new FieldReader(value, path)
  return {
    id: found.requiredLine('VulnerabilityID'),
    package: found.line('PkgName'),
    version: found.line('InstalledVersion'),
    fixVersion: found.line('FixedVersion'),
    severity: severityIn(found),
    description: found.text('Description', MAX_DESCRIPTION) || found.text('Title', MAX_DESCRIPTION),
    links: linksIn(found),
  }
}

/** Null for a check that passed, which Trivy lists with `--include-non-failures`. */
const misconfigurationIn =
  (target: string) =>
  (value: unknown, path: string): Finding | null => {
    const found = new FieldReader(value, path)
    const status = found.line('Status')
    if (status !== '' && status !== 'FAIL') return null
    return {
      ...inFile('misconfiguration', target),
      id: found.requiredLine('ID'),
      severity: severityIn(found),
      description: found.text('Message', MAX_DESCRIPTION) || found.text('Title', MAX_DESCRIPTION),
      links: linksIn(found),
    }
  }

/** What Trivy found stays in the report: `Match` and `Code` may show a part of the secret. */
const secretIn =
  (target: string) =>
  (value: unknown, path: string): Finding => {
    const found = new FieldReader(value, path)
    return {
      ...inFile('secret', target),
      id: found.requiredLine('RuleID'),
      severity: severityIn(found),
      description: found.text('Title', MAX_DESCRIPTION),
      links: [],
    }
  }

const licenseIn =
  (target: string) =>
  (value: unknown, path: string): Finding => {
    const found = new FieldReader(value, path)
    const link = found.line('Link', 4096)
    return {
      ...inFile('license', found.line('PkgName') || found.line('FilePath', 4096) || target),
      id: found.requiredLine('Name'),
      severity: severityIn(found),
      description: found.line('Category'),
      links: link === '' ? [] : [link],
    }
  }

function inFile(kind: FindingKind, name: string) {
  return { kind, package: name, version: '', fixVersion: '' }
}

function severityIn(found: FieldReader): string {
  const severity = found.line('Severity').toLowerCase()
  return SEVERITIES.find((known) => known.toLowerCase() === severity) ?? 'Unknown'
}

function linksIn(found: FieldReader): readonly string[] {
  const links = [found.line('PrimaryURL', 4096), ...found.texts('References', 1000)]
  return [...new Set(links)].filter((link) => link !== '')
}
