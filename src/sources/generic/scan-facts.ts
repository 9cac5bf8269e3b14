import type { ScanData } from '../../contract/sources/event-data.ts'
import type { Finding, Scan, ScanReport } from '../../domain/event/event-detail.ts'
import type { ScanEnd } from '../../domain/event/scan-end.ts'
import { summaryOf, worstFindings, worstSeverity } from '../../domain/event/findings.ts'

const STATUS: Readonly<Record<ScanEnd, string>> = { success: 'Success', error: 'Error', stopped: 'Stopped' }
const MEDIA_TYPE = 'application/vnd.security.vulnerability.report; version=1.1'

/** A scan as its sender reported it. Where the severity or the summary is missing, it is counted from the findings. */
export function scanOf(end: ScanEnd, scan: ScanData['scan']): Scan {
  const findings = (scan.findings ?? []).map(findingOf)
  const kind = scan.type ?? 'vulnerability'
  return {
    type: kind,
    reports: [reportOf(end, scan, findings)],
    ...worstFindings(findings),
    link: scan.link ?? null,
    error: scan.error ?? null,
  }
}

function reportOf(end: ScanEnd, scan: ScanData['scan'], findings: readonly Finding[]): ScanReport {
  return {
    mediaType: scan.media_type ?? MEDIA_TYPE,
    reportId: scan.report_id ?? '',
    status: STATUS[end],
    ...(end === 'success' ? resultOf(scan, findings) : NO_RESULT),
    durationSeconds: scan.duration_seconds ?? 0,
    startTime: scan.start_time ?? '',
    endTime: scan.end_time ?? '',
    scanner: scannerOf(scan.scanner),
    sbom: null,
  }
}

const NO_RESULT = { severity: '', summary: null, completePercent: 0 }

function resultOf({ severity, summary, findings: given }: ScanData['scan'], findings: readonly Finding[]) {
  return {
    severity: severity ?? (given === undefined ? '' : worstSeverity(findings)),
    summary: givenSummary(summary) ?? (given === undefined ? null : summaryOf(findings)),
    completePercent: 100,
  }
}

function scannerOf(scanner: ScanData['scan']['scanner']): ScanReport['scanner'] {
  return scanner ? { name: scanner.name, vendor: scanner.vendor ?? '', version: scanner.version ?? '' } : null
}

function givenSummary(summary: ScanData['scan']['summary']): ScanReport['summary'] {
  if (summary === undefined) return null
  return { total: summary.total, fixable: summary.fixable, bySeverity: summary.by_severity }
}

function findingOf(finding: NonNullable<ScanData['scan']['findings']>[number]): Finding {
  return {
    ...(finding.kind !== undefined && { kind: finding.kind }),
    id: finding.id,
    package: finding.package ?? '',
    version: finding.version ?? '',
    fixVersion: finding.fix_version ?? '',
    severity: finding.severity ?? '',
    description: finding.description ?? '',
    links: finding.links ?? [],
  }
}
