import type { EventType } from './event-type.ts'

/** How a scan ended: only `success` has a result. */
export type ScanEnd = 'success' | 'error' | 'stopped'

/** The event types whose scan has no result. */
const WITHOUT_RESULT: Partial<Record<EventType, ScanEnd>> = {
  SCANNING_FAILED: 'error',
  SCANNING_STOPPED: 'stopped',
}

/** How the scan of an event ended, by the type of the event. */
export function scanEndOf(type: EventType): ScanEnd {
  return WITHOUT_RESULT[type] ?? 'success'
}
