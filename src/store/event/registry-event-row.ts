import type { Selectable } from 'kysely'
import {
  type Artifact,
  type RegistryEvent,
  type SourceEvent,
  UNKNOWN_ARTIFACT,
} from '../../domain/event/event.ts'
import { projectNameOf } from '../../domain/project.ts'
import { digestOrNull } from '../digest-bytes.ts'
import { type EventRow, eventOf } from './event-row.ts'
import type { EventTable } from './event-tables.ts'

/** The parts of an event that have no column of their own. */
type Detail = Pick<SourceEvent, 'project' | 'actorKind' | 'artifacts' | 'role' | 'registryHost' | 'detail'>

/** The parts that the first version of the program kept; it knew artifacts alone. */
interface FirstDetail extends Pick<Artifact, 'mediaType' | 'sizeBytes'> {
  readonly registryHost: string
}

/** An event read back whole, with its source. */
export type RegistryEventRow = EventRow &
  Pick<Selectable<EventTable>, 'source_id' | 'source_event_id' | 'reported_at' | 'detail_json' | 'late'> & {
    readonly source_name: string
    readonly source_kind: string
  }

/** The text of the column `detail_json`. */
export function eventDetailJson(event: SourceEvent): string {
  const { project, actorKind, artifacts, role, registryHost, detail } = event
  return JSON.stringify({ project, actorKind, artifacts, role, registryHost, detail } satisfies Detail)
}

/** An event as it was accepted. */
export function registryEventOf(row: RegistryEventRow): RegistryEvent {
  return {
    ...eventOf(row),
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    sourceEventId: row.source_event_id,
    ...(row.reported_at !== 0 && { reportedAtMs: row.reported_at }),
    ...detailOf(row),
    ...(row.late === 1 && { late: true }),
  }
}

function detailOf(row: RegistryEventRow): Detail {
  const stored = JSON.parse(row.detail_json) as Detail | FirstDetail
  if ('artifacts' in stored) return stored
  const { mediaType, sizeBytes, registryHost } = stored
  const { tag, repository } = row
  const digest = digestOrNull(row.digest)
  return {
    project: projectNameOf(repository),
    actorKind: row.operator === '' ? 'anonymous' : 'unknown',
    artifacts: [{ ...UNKNOWN_ARTIFACT, digest, tag, mediaType, sizeBytes }],
    role: 'root',
    registryHost,
    detail: {},
  }
}
