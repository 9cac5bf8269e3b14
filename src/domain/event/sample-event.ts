import { type Artifact, type RegistryEvent, UNKNOWN_ARTIFACT } from './event.ts'
import type { EventDetail, JsonObject, Scan, ScanReport } from './event-detail.ts'
import type { EventType } from './event-type.ts'

export interface SampleFacts {
  /** The name of the project that the event is to belong to. */
  readonly project: string
  readonly nowMs: number
}

/**
 * An event of this type as a registry might tell it, for previews, checks and documents. Nothing of it is random: the same
 * facts give the same event, its id (a UUIDv7 of `nowMs`) included. Whoever stores it gives it an id of its own.
 */
export function sampleEvent(type: EventType, facts: SampleFacts): RegistryEvent {
  const { project, nowMs } = facts
  return {
    id: sampleId(nowMs),
    sourceId: 0,
    sourceName: 'sample',
    sourceKind: 'distribution',
    sourceEventId: `sample-${type}`,
    type,
    occurredAtMs: nowMs,
    acceptedAtMs: nowMs,
    project,
    repository: `${project}/web`,
    operator: 'alice',
    actorKind: 'user',
    artifacts: [IMAGE],
    role: 'root',
    registryHost: REGISTRY_HOST,
    ...PARTS[type](facts),
    detail: { requestId: '9a1d7c52-6e0f-4f7b-a3c4-5d6e7f809100', ...DETAILS[type]?.(facts) },
  }
}

const REGISTRY_HOST = 'registry.example.com'
const MIB = 1024 * 1024

const IMAGE: Artifact = {
  digest: `sha256:${'a1'.repeat(32)}`,
  tag: '1.4.2',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  artifactType: 'application/vnd.oci.image.config.v1+json',
  sizeBytes: 743,
  contentBytes: 31_457_280,
  platforms: ['linux/amd64', 'linux/arm64/v8'],
  subject: null,
  tags: ['1.4.2', '1.4', 'latest'],
}

const GONE: readonly Artifact[] = ['1.3.0', '1.3'].map((tag) => ({
  ...IMAGE,
  digest: `sha256:${'b2'.repeat(32)}`,
  tag,
  tags: [],
}))

type Part = (facts: SampleFacts) => Partial<RegistryEvent>

const unchanged: Part = () => ({})

const chart: Part = ({ project }) => ({
  repository: `${project}/cart`,
  artifacts: [{ ...UNKNOWN_ARTIFACT, tag: '0.2.1' }],
})

const projectWide: Part = () => ({ repository: '', artifacts: [], operator: 'admin' })

const byScanner: Part = () => ({ operator: 'harbor-jobservice', actorKind: 'system' })

/** How an event of each type differs from the push of an image. */
const PARTS: Readonly<Record<EventType, Part>> = {
  PUSH_ARTIFACT: () => ({ operator: 'robot$ci', actorKind: 'robot' }),
  PULL_ARTIFACT: () => ({ artifacts: [{ ...IMAGE, tag: null }] }),
  DELETE_ARTIFACT: () => ({ artifacts: GONE }),
  UPLOAD_CHART: chart,
  DOWNLOAD_CHART: chart,
  DELETE_CHART: chart,
  SCANNING_COMPLETED: byScanner,
  SCANNING_FAILED: byScanner,
  SCANNING_STOPPED: unchanged,
  QUOTA_EXCEED: unchanged,
  QUOTA_WARNING: () => ({ artifacts: [] }),
  REPLICATION: projectWide,
  TAG_RETENTION: projectWide,
  CREATE_TAG: unchanged,
  DELETE_TAG: () => ({ artifacts: [{ ...UNKNOWN_ARTIFACT, tag: '1.3.0', tags: [] }] }),
  DELETE_REPOSITORY: () => ({ artifacts: [] }),
}

const chartDetail = (): EventDetail => ({
  chart: { name: 'cart', version: '0.2.1', type: 'application', sizeBytes: 4_512 },
})

/** What only an event of this type has. */
const DETAILS: Partial<Record<EventType, (facts: SampleFacts) => EventDetail>> = {
  PUSH_ARTIFACT: () => ({ trigger: 'push' }),
  UPLOAD_CHART: chartDetail,
  DOWNLOAD_CHART: chartDetail,
  DELETE_CHART: chartDetail,
  SCANNING_COMPLETED: ({ nowMs }) => ({ trigger: 'schedule', scan: completedScan(nowMs) }),
  SCANNING_FAILED: ({ nowMs }) => ({
    trigger: 'schedule',
    scan: endedScan(nowMs, 'Error', 'the layer sha256:9f86d081 is not in the registry'),
  }),
  SCANNING_STOPPED: ({ nowMs }) => ({ trigger: 'manual', scan: endedScan(nowMs, 'Stopped', null) }),
  QUOTA_EXCEED: () => ({
    quota: {
      limitBytes: 10 * MIB,
      usedBytes: 8 * MIB,
      details:
        'adding 3.5 MiB of storage resource, which when updated to current usage of 8.0 MiB will exceed the configured upper limit of 10.0 MiB.',
    },
  }),
  QUOTA_WARNING: () => ({
    quota: {
      limitBytes: 10 * MIB,
      usedBytes: 9 * MIB,
      details: 'quota usage reach 85%: resource storage used 9.0 MiB of 10.0 MiB',
    },
  }),
  REPLICATION: ({ project, nowMs }) => ({ replication: replication(project, nowMs) }),
  TAG_RETENTION: ({ project }) => ({ retention: retention(project) }),
  CREATE_TAG: () => ({ previousDigest: `sha256:${'c3'.repeat(32)}` }),
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

function completedScan(nowMs: number): Scan {
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

/** A scan without a result. */
function endedScan(nowMs: number, status: 'Error' | 'Stopped', error: string | null): Scan {
  return {
    type: 'vulnerability',
    reports: [scanReport(nowMs, { status, severity: '', summary: null })],
    findings: [],
    truncated: false,
    link: null,
    error,
  }
}

function replication(project: string, nowMs: number): JsonObject {
  return {
    harbor_hostname: REGISTRY_HOST,
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
      endpoint: `https://${REGISTRY_HOST}`,
      namespace: project,
    },
    successful_artifact: [
      { type: 'image', status: 'Success', name_tag: 'alpine [1 item(s) in total]', references: ['3.20'] },
    ],
    execution_id: 31,
    task_id: 57,
  }
}

function retention(project: string): JsonObject {
  const selector = (decoration: string, extras: string): JsonObject => ({
    kind: 'doublestar',
    decoration,
    pattern: '**',
    extras,
  })
  return {
    total: 4,
    retained: 3,
    harbor_hostname: REGISTRY_HOST,
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

/** RFC 3339 in whole seconds, as scanners tell times. */
function wholeSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

function sampleId(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
