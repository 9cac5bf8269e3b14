import type { Scan, ScanReport } from '../../../src/domain/event/event-detail.ts'

/** A vulnerability scan with one report for each of these severities. */
export function scanOf(...severities: readonly string[]): Scan {
  return {
    type: 'vulnerability',
    reports: severities.map(reportOf),
    findings: [],
    truncated: false,
    link: null,
    error: null,
  }
}

function reportOf(severity: string): ScanReport {
  return {
    mediaType: 'application/vnd.security.vulnerability.report; version=1.1',
    reportId: '5b0c6f0e-7d0b-4a44-9d5d-1f3f0f6f3a11',
    status: 'Success',
    severity,
    durationSeconds: 9,
    summary: { total: 3, fixable: 2, bySeverity: { High: 1, Low: 2 } },
    startTime: '2026-03-01T10:02:53Z',
    endTime: '2026-03-01T10:03:02Z',
    scanner: { name: 'Trivy', vendor: 'Aqua Security', version: 'v0.60.0' },
    completePercent: 100,
    sbom: null,
  }
}
