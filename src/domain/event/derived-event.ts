import type { SourceEvent } from './event.ts'

/** Ends the source's event id of what Bellbuoy derives from an event: the tag that a push created or moved, and a quota that it filled. */
export const TAG_EVENT_SUFFIX = '#tag'
export const QUOTA_EVENT_SUFFIX = '#quota'

/** Whether Bellbuoy derived an event from another; false for what a source reported, also for a `CREATE_TAG` of its own. */
export function isDerived({ type, sourceEventId }: Pick<SourceEvent, 'type' | 'sourceEventId'>): boolean {
  if (type === 'CREATE_TAG') return sourceEventId.endsWith(TAG_EVENT_SUFFIX)
  const isOfQuota = type === 'QUOTA_WARNING' || type === 'QUOTA_EXCEED'
  return isOfQuota && sourceEventId.endsWith(QUOTA_EVENT_SUFFIX)
}
