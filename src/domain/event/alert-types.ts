import type { EventType } from './event-type.ts'

/** The event types that can open or resolve an alert: a problem, the findings of a scan, and the end of what was scanned. */
export const ALERT_TYPES: readonly EventType[] = [
  'TARGET_FAILING',
  'TARGET_RECOVERED',
  'SOURCE_REFUSED',
  'SOURCE_SILENT',
  'SOURCE_RECOVERED',
  'SCANNING_COMPLETED',
  'DELETE_ARTIFACT',
]
