import type {
  ChartData,
  DeletedData,
  ImageData,
  QuotaData,
  ReplicationData,
  RetentionData,
  ScanData,
} from '../../contract/sources/event-data.ts'
import { asAccessoryEvent } from '../../domain/event/accessory.ts'
import { type Artifact, type SourceEvent, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import type { EventDetail, JsonObject } from '../../domain/event/event-detail.ts'
import { type EventShape, type EventType, shapeOf } from '../../domain/event/event-type.ts'
import { scanEndOf } from '../../domain/event/scan-end.ts'
import { projectNameOf } from '../../domain/project.ts'
import { checkedData } from './data-check.ts'
import { scanOf } from './scan-facts.ts'

export type EventFacts = Omit<SourceEvent, 'sourceEventId' | 'type' | 'occurredAtMs'>

/**
 * What the data of an event says, by its type.
 *
 * @param path where the data stands, for messages
 * @throws BellbuoyError `BAD_REQUEST` when it does not fit the schema of its type
 */
export function factsOf(type: EventType, data: unknown, path: string): EventFacts {
  const checked = checkedData(type, data, path)
  const shape = shapeOf(type)
  if (shape === 'problem') throw new Error(`${type} has no data that a source could report`)
  return READERS[shape](checked, type)
}

type Reader = (checked: unknown, type: EventType) => EventFacts

const image: Reader = (checked) => imageFacts(checked as ImageData & DeletedData, {})
const projectWide: Reader = (checked) => projectFacts(checked as ReplicationData | RetentionData)

const READERS: Readonly<Record<Exclude<EventShape, 'problem'>, Reader>> = {
  artifact: image,
  deletion: image,
  tag: image,
  repository: (checked, type) => ({ ...image(checked, type), artifacts: [] }),
  chart: (checked) => chartFacts(checked as ChartData),
  scan: (checked, type) => scanFacts(checked as ScanData, type),
  quota: (checked) => quotaFacts(checked as QuotaData),
  replication: projectWide,
  retention: projectWide,
}

type Who = Pick<ImageData, 'operator' | 'actor_kind' | 'registry_host' | 'request_id' | 'trigger'>

function commonFacts({ operator = '', actor_kind, registry_host = '' }: Who) {
  return {
    operator,
    actorKind: actor_kind ?? (operator === '' ? ('unknown' as const) : ('user' as const)),
    role: 'root' as const,
    registryHost: registry_host,
  }
}

function commonDetail({ request_id, trigger }: Who): EventDetail {
  return {
    ...(request_id !== undefined && { requestId: request_id }),
    ...(trigger !== undefined && { trigger }),
  }
}

function imageFacts(data: ImageData & Pick<DeletedData, 'deleted_tags'>, detail: EventDetail): EventFacts {
  const { previous_digest } = data
  const facts: EventFacts = {
    ...commonFacts(data),
    role: data.role ?? 'root',
    project: projectNameOf(data.repository),
    repository: data.repository,
    artifacts: artifactsOf(data),
    detail: {
      ...commonDetail(data),
      ...detail,
      ...(previous_digest !== undefined && { previousDigest: previous_digest }),
    },
  }
  // A sender that names the role knows it.
  return data.role === undefined ? asAccessoryEvent(facts) : facts
}

function artifactsOf(data: ImageData & Pick<DeletedData, 'deleted_tags'>): readonly Artifact[] {
  const artifact: Artifact = {
    ...UNKNOWN_ARTIFACT,
    digest: data.digest ?? null,
    tag: data.tag ?? null,
    mediaType: data.media_type ?? null,
    artifactType: data.artifact_type ?? null,
    sizeBytes: data.size ?? null,
    contentBytes: data.content_size ?? null,
    platforms: data.platforms ?? [],
    subject: data.subject ?? null,
    tags: data.tags ?? null,
  }
  const deleted = data.deleted_tags ?? []
  return deleted.length === 0 ? [artifact] : deleted.map((tag) => ({ ...artifact, tag }))
}

function scanFacts(data: ScanData, type: EventType): EventFacts {
  return imageFacts(data, { scan: scanOf(scanEndOf(type), data.scan) })
}

function quotaFacts(data: QuotaData): EventFacts {
  const { limit_bytes = null, used_bytes = null, details = '' } = data.quota
  const facts = imageFacts(data, { quota: { limitBytes: limit_bytes, usedBytes: used_bytes, details } })
  const isOfImage = data.tag !== undefined || data.digest !== undefined
  return isOfImage ? facts : { ...facts, artifacts: [] }
}

function chartFacts(data: ChartData): EventFacts {
  const { name, version, type, size = null } = data.chart
  return {
    ...commonFacts(data),
    project: data.project,
    repository: `${data.project}/${name}`,
    artifacts: [{ ...UNKNOWN_ARTIFACT, tag: version }],
    detail: {
      ...commonDetail(data),
      chart: { name, version, ...(type !== undefined && { type }), sizeBytes: size },
    },
  }
}

function projectFacts(data: ReplicationData | RetentionData): EventFacts {
  const given =
    'replication' in data
      ? { replication: data.replication as JsonObject }
      : { retention: data.retention as JsonObject }
  return {
    ...commonFacts(data),
    project: data.project,
    repository: '',
    artifacts: [],
    detail: { ...commonDetail(data), ...given },
  }
}
