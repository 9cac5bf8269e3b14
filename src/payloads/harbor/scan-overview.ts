import type { Scan, ScanReport } from '../../domain/event/event-detail.ts'

/** Harbor's `scan_overview`: a summary for each media type of report; nothing when there is no report. */
export function scanOverview({ reports }: Pick<Scan, 'reports'>): object {
  if (reports.length === 0) return {}
  const entries = reports.map((report) => [report.mediaType, summaryOf(report)] as const)
  return { scan_overview: Object.fromEntries(sorted(entries)) }
}

/** Keys in the order of Harbor's `NativeReportSummary` (`src/pkg/scan/vuln/summary.go`). */
function summaryOf(report: ScanReport): object {
  const { summary, scanner, completePercent } = report
  return {
    report_id: report.reportId,
    scan_status: report.status,
    severity: report.severity,
    duration: report.durationSeconds,
    summary: summary && {
      total: summary.total,
      fixable: summary.fixable,
      summary: Object.fromEntries(sorted(Object.entries(summary.bySeverity))),
    },
    start_time: wholeSeconds(report.startTime),
    end_time: wholeSeconds(report.endTime),
    ...(scanner !== null && { scanner }),
    ...(completePercent !== null && { complete_percent: completePercent }),
  }
}

/** Harbor's `sbom_overview`, a Go map and so in alphabetical order; as long as there is no report, two keys of it. */
export function sbomOverview({ reports }: Pick<Scan, 'reports'>): object {
  const [report] = reports
  if (report === undefined) return {}
  const { sbom, scanner } = report
  if (sbom === null) return { sbom_overview: { report_id: report.reportId, scan_status: report.status } }
  return {
    sbom_overview: {
      duration: report.durationSeconds,
      end_time: wholeSeconds(report.endTime),
      sbom_digest: sbom.digest,
      sbom_repository: sbom.repository,
      scan_status: report.status,
      ...(scanner !== null && { scanner }),
      start_time: wholeSeconds(report.startTime),
    },
  }
}

/** An RFC 3339 time without the fraction of its seconds, as Harbor writes it. */
function wholeSeconds(time: string): string {
  return time.replace(/(T\d\d:\d\d:\d\d)\.\d+/, '$1')
}

/** As Go writes a map: by key. */
function sorted<Value>(
  entries: readonly (readonly [string, Value])[],
): readonly (readonly [string, Value])[] {
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
}
