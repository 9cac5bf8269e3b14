import type { Finding, Scan, ScanReport } from '../domain/event/event-detail.ts'
import { SEVERITIES } from '../domain/event/event-detail.ts'
import { FieldReader } from '../domain/field-reader.ts'
import { summaryOf, worstFindings, worstSeverity } from '../domain/event/findings.ts'
import type { ScanOrder, ScanProgress } from '../domain/scanning/scanner.ts'

const MAX_FINDINGS = 100_000
const MAX_DESCRIPTION = 64 * 1024

/**
 * The scan in an adapter's report (`HarborVulnerabilityReport`). Its severity is that of the worst finding, whatever severity
 * the adapter gives.
 *
 * @throws BellbuoyError `BAD_REQUEST` when it is no report, or a report on another image than was ordered
 */
export function scanInReport(
  report: unknown,
  job: { readonly order: ScanOrder; readonly progress: ScanProgress },
  nowMs: number,
): Scan {
  const fields = new FieldReader(report, 'the report')
  const digest = fields.object('artifact').line('digest')
  if (digest !== '' && digest !== job.order.digest)
    fields.fail('artifact.digest', `is ${digest}, but the scan was ordered for ${job.order.digest}`)
  if (!fields.has('vulnerabilities') && !fields.has('generated_at') && !fields.has('scanner'))
    fields.fail('vulnerabilities', 'missing')
  const findings = fields.list('vulnerabilities', findingIn, MAX_FINDINGS)
  const scanner = fields.object('scanner')
  const by = { name: scanner.line('name'), vendor: scanner.line('vendor'), version: scanner.line('version') }
  return {
    type: 'vulnerability',
    reports: [
      {
        ...facts(job.progress, nowMs),
        status: 'Success',
        severity: worstSeverity(findings),
        summary: summaryOf(findings),
        scanner: fields.has('scanner') ? by : null,
        completePercent: 100,
      },
    ],
    ...worstFindings(findings),
    link: null,
    error: null,
  }
}

/** The scan of a job that ended without a report. */
export function scanWithoutReport(
  progress: ScanProgress,
  status: 'Error' | 'Stopped',
  error: string | null,
  nowMs: number,
): Scan {
  return {
    type: 'vulnerability',
    reports: [
      { ...facts(progress, nowMs), status, severity: '', summary: null, scanner: null, completePercent: 0 },
    ],
    findings: [],
    truncated: false,
    link: null,
    error,
  }
}

function facts({ requestId, mediaType, startedAtMs }: ScanProgress, nowMs: number) {
  const start = startedAtMs ?? nowMs
  return {
    mediaType: mediaType === '' ? 'application/vnd.security.vulnerability.report; version=1.1' : mediaType,
    reportId: requestId ?? '',
    durationSeconds: Math.round((nowMs - start) / 1000),
    startTime: new Date(start).toISOString(),
    endTime: new Date(nowMs).toISOString(),
    sbom: null,
  } satisfies Partial<ScanReport>
}

function findingIn(value: unknown, path: string): Finding {
  const found = new FieldReader(value, path)
  const severity = found.line('severity')
  return {
    id: found.requiredLine('id'),
    package: found.line('package'),
    version: found.line('version'),
    fixVersion: found.line('fix_version'),
    severity: SEVERITIES.find((known) => known === severity) ?? 'Unknown',
    description: found.text('description', MAX_DESCRIPTION),
    links: found.texts('links', 1000),
  }
}
