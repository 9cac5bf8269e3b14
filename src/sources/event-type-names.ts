import { type EventType, eventTypeOf } from '../domain/event/event-type.ts'

/** `src/pkg/notifier/formats/cloudevents.go`; the types that Harbor has none for are ours. */
const CLOUD_EVENT_TYPES: Readonly<Record<string, EventType>> = {
  'harbor.artifact.pushed': 'PUSH_ARTIFACT',
  'harbor.artifact.pulled': 'PULL_ARTIFACT',
  'harbor.artifact.deleted': 'DELETE_ARTIFACT',
  'harbor.scan.completed': 'SCANNING_COMPLETED',
  'harbor.scan.failed': 'SCANNING_FAILED',
  'harbor.scan.stopped': 'SCANNING_STOPPED',
  'harbor.quota.exceeded': 'QUOTA_EXCEED',
  'harbor.quota.warned': 'QUOTA_WARNING',
  'harbor.replication.status.changed': 'REPLICATION',
  'harbor.tag_retention.finished': 'TAG_RETENTION',
  'bellbuoy.chart.uploaded': 'UPLOAD_CHART',
  'bellbuoy.chart.downloaded': 'DOWNLOAD_CHART',
  'bellbuoy.chart.deleted': 'DELETE_CHART',
  'bellbuoy.tag.created': 'CREATE_TAG',
  'bellbuoy.tag.deleted': 'DELETE_TAG',
  'bellbuoy.repository.deleted': 'DELETE_REPOSITORY',
}

/**
 * The event type of a name in any of the ways that Harbor and Bellbuoy write it; null when nobody has heard of it.
 */
export function typeNamed(name: string): EventType | null {
  const cloud = Object.hasOwn(CLOUD_EVENT_TYPES, name) ? CLOUD_EVENT_TYPES[name] : undefined
  return cloud ?? eventTypeOf(name)
}
