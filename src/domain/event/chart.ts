import { type SourceEvent, artifactOf } from './event.ts'
import type { EventType } from './event-type.ts'
import { contentBytesOf, manifestOf } from './manifest.ts'
import { tagNameOf } from './tag-name.ts'

/** The config of a Helm chart that is stored as an OCI artifact, and the archive itself (`helm.sh/docs/topics/registries`). */
export const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json'
const CHART_ARCHIVE = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'

const CHART_TYPES: Partial<Record<EventType, EventType>> = {
  PUSH_ARTIFACT: 'UPLOAD_CHART',
  PULL_ARTIFACT: 'DOWNLOAD_CHART',
  DELETE_ARTIFACT: 'DELETE_CHART',
}

/** An event about an artifact, or, where that is a Helm chart, about the chart. */
export function asChartEvent(event: SourceEvent): SourceEvent {
  const type = CHART_TYPES[event.type]
  const { artifactType, contentBytes } = artifactOf(event)
  if (type === undefined || artifactType !== CHART_CONFIG) return event
  const archive = event.references?.find(({ mediaType }) => mediaType === CHART_ARCHIVE)
  const manifest = manifestOf(event)
  const chart = {
    name: event.repository.slice(event.repository.lastIndexOf('/') + 1),
    version: chartVersionOf(tagNameOf(event) ?? ''),
    sizeBytes: archive?.sizeBytes ?? contentBytes ?? (manifest === null ? null : contentBytesOf(manifest)),
  }
  return { ...event, type, detail: { ...event.detail, chart } }
}

/** An event about a chart without a version gets the one of this tag. */
export function withChartVersion<Event extends SourceEvent>(event: Event, tag: string): Event {
  const { chart } = event.detail
  if (chart === undefined || chart.version !== '') return event
  return { ...event, detail: { ...event.detail, chart: { ...chart, version: chartVersionOf(tag) } } }
}

/** A tag may hold no "+", so Helm writes "_" for the one of a version. */
export function chartVersionOf(tag: string): string {
  return tag.replaceAll('_', '+')
}
