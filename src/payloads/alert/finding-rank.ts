import { SEVERITIES, type Scan, type Severity } from '../../domain/event/event-detail.ts'

/** The place of a severity among all, the least first. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}

/** The worst severity that a scan found; null when it says nothing of findings, as one for an SBOM. */
export function findingRank(scan: Scan | undefined): Severity | null {
  if (scan === undefined || scan.type === 'sbom') return null
  const named = [
    ...scan.reports.flatMap(({ severity, summary }) => [severity, ...countedIn(summary)]),
    ...scan.findings.map(({ severity }) => severity),
  ]
  const ranks = named.map((name) => SEVERITIES.indexOf(name as Severity)).filter((rank) => rank >= 0)
  return SEVERITIES[Math.max(-1, ...ranks)] ?? null
}

/** The severities of which a summary counts any; `None` of one that counts nothing. */
function countedIn(summary: Scan['reports'][number]['summary']): readonly string[] {
  if (summary === null) return []
  const counted = Object.entries(summary.bySeverity).filter(([, count]) => count > 0)
  return ['None', ...counted.map(([severity]) => severity)]
}
