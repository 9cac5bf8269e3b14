import type { Scan, ScanReport } from '../../domain/event/event-detail.ts'
import type { FieldReader } from '../../domain/field-reader.ts'

const SBOM_REPORT = 'application/vnd.security.sbom.report+json; version=1.0'
const MAX_REPORTS = 20

/**
 * The scan of a resource (`src/pkg/scan/report`, `src/pkg/scan/vuln/summary.go`). The notification about a scan of all artifacts
 * has neither type nor result, and so no report.
 */
export function scanIn(scan: FieldReader, resource: FieldReader): Scan {
  const named = scan.oneOf('scan_type', ['vulnerability', 'sbom'])
  const type = named ?? (resource.has('scan_overview') ? 'vulnerability' : null)
  const reports = resource.has('sbom_overview')
    ? [sbomReport(resource.object('sbom_overview'))]
    : reportsIn(resource)
  const isSbom = named === null && resource.has('sbom_overview')
  return {
    type: isSbom ? 'sbom' : type,
    reports,
    findings: [],
    truncated: false,
    link: null,
    error: null,
  }
}

function reportsIn(resource: FieldReader): readonly ScanReport[] {
  const overview = resource.object('scan_overview')
  const mediaTypes = overview.names()
  if (mediaTypes.length > MAX_REPORTS) return overview.fail('*', `has more than ${MAX_REPORTS} reports`)
  return mediaTypes.map((mediaType) => {
    const report = overview.object(mediaType)
    return {
      ...common(report),
      mediaType,
      reportId: report.cutLine('report_id'),
      severity: report.cutLine('severity'),
      summary: report.has('summary') ? summaryIn(report.object('summary')) : null,
      completePercent: report.count('complete_percent'),
      sbom: null,
    }
  })
}

function summaryIn(summary: FieldReader): ScanReport['summary'] {
  const bySeverity = summary.object('summary')
  return {
    total: summary.count('total') ?? 0,
    fixable: summary.count('fixable') ?? 0,
    bySeverity: Object.fromEntries(
      bySeverity.names().map((severity) => [severity, bySeverity.count(severity) ?? 0]),
    ),
  }
}

function sbomReport(report: FieldReader): ScanReport {
  const digest = report.line('sbom_digest')
  return {
    ...common(report),
    mediaType: SBOM_REPORT,
    reportId: report.cutLine('report_id'),
    severity: '',
    summary: null,
    completePercent: null,
    sbom: digest === '' ? null : { repository: report.line('sbom_repository'), digest },
  }
}

function common(report: FieldReader) {
  const scanner = report.object('scanner')
  return {
    status: report.cutLine('scan_status'),
    durationSeconds: report.count('duration') ?? 0,
    startTime: report.cutLine('start_time'),
    endTime: report.cutLine('end_time'),
    scanner: report.has('scanner')
      ? {
          name: scanner.cutLine('name'),
          vendor: scanner.cutLine('vendor'),
          version: scanner.cutLine('version'),
        }
      : null,
  }
}
