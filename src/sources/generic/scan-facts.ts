import type { ScanData } from '../../contract/event-data.ts'
import { type Finding, type Scan, type ScanReport, SEVERITIES } from '../../domain/event-detail.ts'

export type ScanEventType = 'SCANNING_COMPLETED' | 'SCANNING_FAILED' | 'SCANNING_STOPPED'

const STATUS = {
  SCANNING_COMPLETED: 'Success',
  SCANNING_FAILED: 'Error',
  SCANNING_STOPPED: 'Stopped',
} as const
const MEDIA_TYPE = 'application/vnd.security.vulnerability.report; version=1.1'

/** Of this many findings the worst are kept in the event. */
const MAX_FINDINGS = 100

/** A scan as a sender told it; what can be counted from its findings need not be told. */
export function scanOf(type: ScanEventType, scan: ScanData['scan']): Scan {
  const findings = (scan.findings ?? []).map(findingOf).toSorted(worstFirst)
  const kind = scan.type ?? 'vulnerability'
  return {
    type: kind,
    reports: [reportOf(type, scan, findings)],
    findings: findings.slice(0, MAX_FINDINGS),
    truncated: findings.length > MAX_FINDINGS,
    link: scan.link ?? null,
    error: scan.error ?? null,
  }
}

function reportOf(type: ScanEventType, scan: ScanData['scan'], findings: readonly Finding[]): ScanReport {
  return {
    mediaType: scan.media_type ?? MEDIA_TYPE,
    reportId: scan.report_id ?? '',
    status: STATUS[type],
    ...(type === 'SCANNING_COMPLETED' ? resultOf(scan, findings) : NO_RESULT),
    durationSeconds: scan.duration_seconds ?? 0,
    startTime: scan.start_time ?? '',
    endTime: scan.end_time ?? '',
    scanner: scannerOf(scan.scanner),
    sbom: null,
  }
}

const NO_RESULT = { severity: '', summary: null, completePercent: 0 }

function resultOf({ severity, summary, findings: told }: ScanData['scan'], findings: readonly Finding[]) {
  return {
    severity: severity ?? findings[0]?.severity ?? '',
    summary: summaryOf(summary) ?? summaryIn(told && findings),
    completePercent: 100,
  }
}

function scannerOf(scanner: ScanData['scan']['scanner']): ScanReport['scanner'] {
  return scanner ? { name: scanner.name, vendor: scanner.vendor ?? '', version: scanner.version ?? '' } : null
}

function summaryOf(summary: ScanData['scan']['summary']): ScanReport['summary'] {
  if (summary === undefined) return null
  return { total: summary.total, fixable: summary.fixable, bySeverity: summary.by_severity }
}

/** Null when the findings are not told. */
function summaryIn(findings: readonly Finding[] | undefined): ScanReport['summary'] {
  if (findings === undefined) return null
  const bySeverity = Map.groupBy(findings, ({ severity }) => severity || 'Unknown')
  return {
    total: findings.length,
    fixable: findings.filter(({ fixVersion }) => fixVersion !== '').length,
    bySeverity: Object.fromEntries([...bySeverity].map(([severity, found]) => [severity, found.length])),
  }
}

function findingOf(finding: NonNullable<ScanData['scan']['findings']>[number]): Finding {
  return {
    id: finding.id,
    package: finding.package ?? '',
    version: finding.version ?? '',
    fixVersion: finding.fix_version ?? '',
    severity: finding.severity ?? '',
    description: finding.description ?? '',
    links: finding.links ?? [],
  }
}

const RANKS: ReadonlyMap<string, number> = new Map(SEVERITIES.map((severity, index) => [severity, index]))
const rankOf = ({ severity }: Finding): number => RANKS.get(severity) ?? -1

function worstFirst(one: Finding, other: Finding): number {
  return rankOf(other) - rankOf(one)
}
