import { type Artifact, type RegistryEvent, UNKNOWN_ARTIFACT } from './event.ts'
import type { ReportedProblem } from './event-detail.ts'
import { type EventShape, type EventType, shapeOf } from './event-type.ts'
import {
  EXCEEDED_QUOTA,
  NEARLY_USED_QUOTA,
  SAMPLE_CHART,
  SAMPLE_REGISTRY_HOST,
  completedScan,
  sampleReplication,
  sampleRetention,
  sampleSourceProblem,
  sampleTargetProblem,
  scanWithoutResult,
} from './sample-details.ts'

export interface SampleFacts {
  /** The name of the project that the event belongs to. */
  readonly project: string
  readonly nowMs: number
}

/**
 * An event of this type as a registry might report it, for previews, checks and documents. Nothing of it is random: the same
 * facts give the same event, its id (a UUIDv7 of `nowMs`) included. An event that is stored gets an id of its own.
 */
export function sampleEvent(type: EventType, facts: SampleFacts): RegistryEvent {
  const { project, nowMs } = facts
  const ofShape = OF_SHAPE[shapeOf(type)](facts)
  const ofType = OF_TYPE[type]?.(facts)
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
    registryHost: SAMPLE_REGISTRY_HOST,
    ...ofShape,
    ...ofType,
    detail: { requestId: '9a1d7c52-6e0f-4f7b-a3c4-5d6e7f809100', ...ofShape.detail, ...ofType?.detail },
  }
}

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

/** How an event differs from something that alice did to an image. */
type Difference = (facts: SampleFacts) => Partial<RegistryEvent>

const PROJECT_WIDE: Partial<RegistryEvent> = { repository: '', artifacts: [], operator: 'admin' }

/** What Bellbuoy reports of itself. */
const BY_ITSELF: Partial<RegistryEvent> = {
  ...PROJECT_WIDE,
  sourceName: 'bellbuoy',
  sourceKind: 'bellbuoy',
  operator: 'bellbuoy',
  actorKind: 'system',
  registryHost: '',
}

const OF_SHAPE: Readonly<Record<EventShape, Difference>> = {
  artifact: () => ({}),
  deletion: () => ({ artifacts: GONE }),
  tag: () => ({}),
  repository: () => ({ artifacts: [] }),
  chart: ({ project }) => ({
    repository: `${project}/cart`,
    artifacts: [{ ...UNKNOWN_ARTIFACT, tag: SAMPLE_CHART.version }],
    detail: { chart: SAMPLE_CHART },
  }),
  scan: ({ nowMs }) => ({
    operator: 'harbor-jobservice',
    actorKind: 'system',
    detail: { trigger: 'schedule', scan: completedScan(nowMs) },
  }),
  quota: () => ({ detail: { quota: EXCEEDED_QUOTA } }),
  replication: ({ project, nowMs }) => ({
    ...PROJECT_WIDE,
    detail: { replication: sampleReplication(project, nowMs) },
  }),
  retention: ({ project }) => ({ ...PROJECT_WIDE, detail: { retention: sampleRetention(project) } }),
  problem: ({ nowMs }) => ({ ...BY_ITSELF, detail: { problem: sampleTargetProblem(nowMs) } }),
}

const SILENCE = {
  kind: 'source_silent',
  cause: 'silent',
  finding: 'Source registry-eu is silent',
  reason: '',
  cure: 'Check the notification settings of the registry, and that it reaches Bellbuoy.',
} as const

function closed(problem: ReportedProblem, atMs: number): ReportedProblem {
  return { ...problem, closed: { atMs, because: 'over' } }
}

/** Types whose sample shows something that others of their shape do not have: a robot, no tag, no result, no digest. */
const OF_TYPE: Partial<Record<EventType, Difference>> = {
  PUSH_ARTIFACT: () => ({ operator: 'robot$ci', actorKind: 'robot', detail: { trigger: 'push' } }),
  PULL_ARTIFACT: () => ({ artifacts: [{ ...IMAGE, tag: null }] }),
  SCANNING_FAILED: ({ nowMs }) => ({
    detail: { scan: scanWithoutResult(nowMs, 'Error', 'the layer sha256:9f86d081 is not in the registry') },
  }),
  SCANNING_STOPPED: ({ nowMs }) => ({
    operator: 'alice',
    actorKind: 'user',
    detail: { trigger: 'manual', scan: scanWithoutResult(nowMs, 'Stopped', null) },
  }),
  QUOTA_WARNING: () => ({ artifacts: [], detail: { quota: NEARLY_USED_QUOTA } }),
  CREATE_TAG: () => ({ detail: { previousDigest: `sha256:${'c3'.repeat(32)}` } }),
  DELETE_TAG: () => ({ artifacts: [{ ...UNKNOWN_ARTIFACT, tag: '1.3.0', tags: [] }] }),
  TARGET_RECOVERED: ({ nowMs }) => ({ detail: { problem: closed(sampleTargetProblem(nowMs), nowMs) } }),
  SOURCE_REFUSED: ({ nowMs }) => ({ detail: { problem: sampleSourceProblem(nowMs) } }),
  SOURCE_SILENT: ({ nowMs }) => ({
    detail: { problem: { ...sampleSourceProblem(nowMs), ...SILENCE } },
  }),
  SOURCE_RECOVERED: ({ nowMs }) => ({ detail: { problem: closed(sampleSourceProblem(nowMs), nowMs) } }),
}

function sampleId(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
