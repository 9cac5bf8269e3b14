import {
  type Artifact,
  type RegistryEvent,
  type SourceEvent,
  UNKNOWN_ARTIFACT,
} from '../../domain/event/event.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { projectNameOf } from '../../domain/project.ts'

/** What of an event has no column of its own. */
type Detail = Pick<SourceEvent, 'project' | 'actorKind' | 'artifacts' | 'role' | 'registryHost' | 'detail'>

/** What the first version of the program kept of an event; it knew artifacts alone. */
interface FirstDetail extends Pick<Artifact, 'mediaType' | 'sizeBytes'> {
  readonly registryHost: string
}

/** The columns that an event is read back from. */
export interface StoredEventRow {
  readonly id: string
  readonly source_id: number
  readonly source_name: string
  readonly source_kind: string
  readonly source_event_id: string
  readonly type: string
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
  readonly operator: string
  readonly occurred_at: number
  readonly accepted_at: number
  readonly detail_json: string
}

/** The text of the column `detail_json`. */
export function eventDetailJson(event: SourceEvent): string {
  const { project, actorKind, artifacts, role, registryHost, detail } = event
  return JSON.stringify({ project, actorKind, artifacts, role, registryHost, detail } satisfies Detail)
}

/** An event as it was accepted. */
export function registryEventOf(row: StoredEventRow): RegistryEvent {
  return {
    id: row.id,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    sourceEventId: row.source_event_id,
    type: row.type as EventType,
    occurredAtMs: row.occurred_at,
    acceptedAtMs: row.accepted_at,
    repository: row.repository,
    operator: row.operator,
    ...detailOf(row),
  }
}

function detailOf(row: StoredEventRow): Detail {
  const stored = JSON.parse(row.detail_json) as Detail | FirstDetail
  if ('artifacts' in stored) return stored
  const { mediaType, sizeBytes, registryHost } = stored
  const { tag, digest, repository } = row
  return {
    project: projectNameOf(repository),
    actorKind: row.operator === '' ? 'anonymous' : 'unknown',
    artifacts: [{ ...UNKNOWN_ARTIFACT, digest, tag, mediaType, sizeBytes }],
    role: 'root',
    registryHost,
    detail: {},
  }
}
