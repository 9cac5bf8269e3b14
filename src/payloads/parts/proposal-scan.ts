import {
  SEVERITIES,
  type Scan,
  type ScanReport,
  type Severity,
  UNKNOWN_SCAN,
  reportOf,
  severityRank,
} from '../../domain/event/event-detail.ts'
import type { ScanEnd } from '../../domain/event/scan-end.ts'

/** The severities of the time of the proposal (Harbor 1.8, `models.Severity`), which knew none above High. */
const NUMBERS: Readonly<Record<Severity, number>> = {
  None: 1,
  Negligible: 1,
  Unknown: 2,
  Low: 3,
  Medium: 4,
  High: 5,
  Critical: 5,
}

/** The proposal's `scan_overview`: counts by severity number for a scan that gave a result, the reason for one that did not. */
export function proposalScanOverview(end: ScanEnd, scan: Scan = UNKNOWN_SCAN): object {
  const report = reportOf(scan)
  const creation_time = report.startTime
  const job_id = scan.jobId ?? 0
  if (end !== 'success') return { creation_time, job_id, scan_status: end, reason: scan.error ?? '' }
  return {
    components: componentsOf(report),
    creation_time,
    details_key: report.reportId,
    job_id,
    scan_status: 'finished',
    severity: numberOf(SEVERITIES[severityRank(scan)] ?? ''),
    update_time: report.endTime,
  }
}

/** Severities that share a number are added up; in the order reported. */
function componentsOf({ summary }: ScanReport): object {
  const counts = new Map<number, number>()
  for (const [severity, count] of Object.entries(summary?.bySeverity ?? {})) {
    const number = numberOf(severity)
    counts.set(number, (counts.get(number) ?? 0) + count)
  }
  return {
    summary: [...counts].map(([severity, count]) => ({ count, severity })),
    total: summary?.total ?? 0,
  }
}

function numberOf(severity: string): number {
  return Object.hasOwn(NUMBERS, severity) ? NUMBERS[severity as Severity] : NUMBERS.Unknown
}
