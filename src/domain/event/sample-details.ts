import type { Chart, JsonObject, Quota, ReportedProblem, Scan, ScanReport } from './event-detail.ts'

/** The registry of every sample. */
export const SAMPLE_REGISTRY_HOST = 'registry.example.com'
const MIB = 1024 * 1024

export const SAMPLE_CHART: Chart = { name: 'cart', version: '0.2.1', type: 'application', sizeBytes: 4_512 }

export const EXCEEDED_QUOTA: Quota = {
  limitBytes: 10 * MIB,
  usedBytes: 8 * MIB,
  details:
    'adding 3.5 MiB of storage resource, which when updated to current usage of 8.0 MiB will exceed the configured upper limit of 10.0 MiB.',
}

export const NEARLY_USED_QUOTA: Quota = {
  limitBytes: 10 * MIB,
  usedBytes: 9 * MIB,
  details: 'quota usage reach 85%: resource storage used 9.0 MiB of 10.0 MiB',
}

export function completedScan(nowMs: number): Scan {
  const summary = { total: 3, fixable: 2, bySeverity: { Critical: 1, Low: 2 } }
  return {
    type: 'vulnerability',
    reports: [scanReport(nowMs, { status: 'Success', severity: 'Critical', summary })],
    findings: [
      {
        id: 'CVE-2024-3094',
        package: 'xz-utils',
        version: '5.6.0',
        fixVersion: '5.6.2',
        severity: 'Critical',
        description: 'Malicious code was found in the upstream tarballs of xz.',
        links: ['https://nvd.nist.gov/vuln/detail/CVE-2024-3094'],
      },
    ],
    truncated: true,
    link: 'https://scanner.example.com/reports/5b0c6f0e',
    error: null,
  }
}

/** A scan without a result; `error` is the reason of its failure. */
export function scanWithoutResult(nowMs: number, status: 'Error' | 'Stopped', error: string | null): Scan {
  return {
    type: 'vulnerability',
    reports: [scanReport(nowMs, { status, severity: '', summary: null })],
    findings: [],
    truncated: false,
    link: null,
    error,
  }
}

function scanReport(nowMs: number, result: Pick<ScanReport, 'status' | 'severity' | 'summary'>): ScanReport {
  return {
    mediaType: 'application/vnd.security.vulnerability.report; version=1.1',
    reportId: '5b0c6f0e-7d0b-4a44-9d5d-1f3f0f6f3a11',
    ...result,
    durationSeconds: 9,
    startTime: wholeSecond(nowMs - 10_000),
    endTime: wholeSecond(nowMs - 1000),
    scanner: { name: 'Trivy', vendor: 'Aqua Security', version: 'v0.60.0' },
    completePercent: result.summary === null ? 0 : 100,
    sbom: null,
  }
}

/** Harbor's `replication` object of a pull into the project. */
export function sampleReplication(project: string, nowMs: number): JsonObject {
  return {
    harbor_hostname: SAMPLE_REGISTRY_HOST,
    job_status: 'Success',
    description: 'nightly pull',
    artifact_type: 'image',
    authentication_type: 'basic',
    override_mode: true,
    trigger_type: 'SCHEDULE',
    policy_creator: 'admin',
    execution_timestamp: Math.floor(nowMs / 1000) - 180,
    src_resource: {
      registry_name: 'hub',
      registry_type: 'docker-hub',
      endpoint: 'https://hub.docker.com',
      namespace: 'library',
    },
    dest_resource: {
      registry_type: 'harbor',
      endpoint: `https://${SAMPLE_REGISTRY_HOST}`,
      namespace: project,
    },
    successful_artifact: [
      { type: 'image', status: 'Success', name_tag: 'alpine [1 item(s) in total]', references: ['3.20'] },
    ],
    execution_id: 31,
    task_id: 57,
  }
}

/** Harbor's `retention` object. */
export function sampleRetention(project: string): JsonObject {
  const selector = (decoration: string, extras: string): JsonObject => ({
    kind: 'doublestar',
    decoration,
    pattern: '**',
    extras,
  })
  return {
    total: 4,
    retained: 3,
    harbor_hostname: SAMPLE_REGISTRY_HOST,
    project_name: project,
    retention_policy_id: 2,
    retention_rule: [
      {
        template: 'latestPushedK',
        params: { latestPushedK: 3 },
        tag_selectors: [selector('matches', '{"untagged":true}')],
        scope_selectors: { repository: [selector('repoMatches', '')] },
      },
    ],
    result: 'SUCCESS',
    deleted_artifact: [{ type: 'image', status: 'SUCCESS', name_tag: 'web:1.3.0', references: null }],
  }
}

/** A target that answered with 503 for ten minutes; `closed` when it has recovered. */
export function sampleTargetProblem(nowMs: number): ReportedProblem {
  return {
    id: 12,
    kind: 'target_failing',
    cause: 'server_error',
    finding: 'deploy-production is failing',
    reason: 'the receiver answered 503',
    cure: 'Look into the log of the receiver: it fails while it handles the request.',
    sinceMs: nowMs - 600_000,
    policy: { id: 7, name: 'deploy-production' },
    target: { id: 9, host: 'deploy.example.com' },
  }
}

/** A source whose registry sends an old token. */
export function sampleSourceProblem(nowMs: number): ReportedProblem {
  return {
    id: 13,
    kind: 'source_refused',
    cause: 'wrong_token',
    finding: 'Bellbuoy refuses what source registry-eu sends',
    reason: '192.0.2.7 shows a wrong token',
    cure: 'Give the registry the present token of the source.',
    sinceMs: nowMs - 600_000,
    source: { name: 'registry-eu' },
  }
}

/** RFC 3339 in whole seconds, as scanners report times. */
function wholeSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
