import {
  type Chart,
  type Finding,
  type Quota,
  SEVERITIES,
  type Scan,
  type ScanReport,
  severityRank,
} from '../../domain/event/event-detail.ts'
import { kindOf } from '../../domain/event/findings.ts'
import { knownText } from '../parts/known-text.ts'
import {
  type ChartBlock,
  type FindingBlock,
  MAX_FINDINGS,
  type QuotaBlock,
  type ReportBlock,
  type ScanBlock,
} from './detail-schema.ts'

export function chartBlock({ name, version, type, sizeBytes }: Chart): ChartBlock {
  return { name, version, type: type ?? null, size: sizeBytes }
}

export function quotaBlock({ limitBytes, usedBytes, details }: Quota): QuotaBlock {
  return { limit_bytes: limitBytes, used_bytes: usedBytes, details }
}

export function scanBlock(scan: Scan): ScanBlock {
  return {
    type: scan.type,
    severity: SEVERITIES[severityRank(scan)] ?? null,
    reports: scan.reports.map(reportBlock),
    findings: scan.findings.slice(0, MAX_FINDINGS).map(findingBlock),
    truncated: scan.truncated || scan.findings.length > MAX_FINDINGS,
    link: scan.link,
    error: scan.error,
  }
}

function reportBlock(report: ScanReport): ReportBlock {
  const { summary } = report
  return {
    media_type: report.mediaType,
    id: report.reportId,
    status: report.status,
    severity: knownText(report.severity),
    duration_seconds: report.durationSeconds,
    summary: summary && {
      total: summary.total,
      fixable: summary.fixable,
      by_severity: { ...summary.bySeverity },
      by_kind: summary.byKind === undefined ? null : { ...summary.byKind },
    },
    started_at: knownText(report.startTime),
    ended_at: knownText(report.endTime),
    scanner: report.scanner,
    complete_percent: report.completePercent,
    sbom: report.sbom,
  }
}

function findingBlock(finding: Finding): FindingBlock {
  return {
    kind: kindOf(finding),
    id: finding.id,
    package: finding.package,
    version: finding.version,
    fix_version: knownText(finding.fixVersion),
    severity: finding.severity,
    description: finding.description,
    links: [...finding.links],
  }
}
