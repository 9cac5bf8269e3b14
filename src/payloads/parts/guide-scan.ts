import { type Finding, type Scan, UNKNOWN_SCAN, reportOf } from '../../domain/event/event-detail.ts'
import { kindOf } from '../../domain/event/findings.ts'
import { knownText } from './known-text.ts'

/**
 * The guide's row "Image scan completed". Without a result the counts are null. Issues are findings of every kind; those that
 * are no vulnerabilities have no place among the vulnerabilities.
 */
export function guideScan(scan: Scan = UNKNOWN_SCAN): object {
  const { summary, status, endTime } = reportOf(scan)
  const bySeverity = summary?.bySeverity ?? null
  return {
    ...issueCounts(bySeverity),
    issues: bySeverity,
    last_scan_status: knownText(status),
    scan_completion_time: knownText(endTime),
    vulnerabilities: scan.findings.filter(isVulnerability).map(vulnerability),
    vulnerabilities_truncated: scan.truncated,
    report_url: scan.link,
  }
}

/** The guide's row "Image scan failed". */
export function guideScanError(scan: Scan = UNKNOWN_SCAN): object {
  return { error: scan.error, last_scan_status: knownText(reportOf(scan).status) }
}

/** The three degrees of the guide: whatever is below High is minor, so that they add up to all issues. */
function issueCounts(bySeverity: Readonly<Record<string, number>> | null): object {
  if (bySeverity === null) return { critical_issues: null, major_issues: null, minor_issues: null }
  const countOf = (severity: string): number => bySeverity[severity] ?? 0
  const all = Object.values(bySeverity).reduce((sum, count) => sum + count, 0) - countOf('None')
  const [critical, major] = [countOf('Critical'), countOf('High')]
  return { critical_issues: critical, major_issues: major, minor_issues: all - critical - major }
}

function isVulnerability(finding: Finding): boolean {
  return kindOf(finding) === 'vulnerability'
}

/** Scanners report the version that fixes it; where they report an address too, it is among `links`. */
function vulnerability(finding: Finding): object {
  return {
    cve_id: finding.id,
    description: finding.description,
    link: finding.links[0] ?? null,
    links: finding.links,
    criticality: finding.severity,
    fix: knownText(finding.fixVersion),
    package: finding.package,
    version: finding.version,
  }
}
