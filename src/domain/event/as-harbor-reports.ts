import { CHART_CONFIG } from './chart.ts'
import { type SourceEvent, artifactOf } from './event.ts'
import type { EventType } from './event-type.ts'

const ARTIFACT_TYPES: Partial<Record<EventType, EventType>> = {
  UPLOAD_CHART: 'PUSH_ARTIFACT',
  DOWNLOAD_CHART: 'PULL_ARTIFACT',
  DELETE_CHART: 'DELETE_ARTIFACT',
}

/**
 * An event as Harbor 2.8 and later reports it: a chart that is stored as an OCI artifact is an artifact like any other. The charts of a chart
 * repository, which Harbor no longer has, stay charts. Where nothing differs, the event itself is returned.
 */
export function asHarborReports<Event extends SourceEvent>(event: Event): Event {
  const type = ARTIFACT_TYPES[event.type]
  if (type === undefined || artifactOf(event).artifactType !== CHART_CONFIG) return event
  const { chart: _, ...detail } = event.detail
  return { ...event, type, detail }
}
