import { QUOTA_EVENT_SUFFIX } from '../../domain/event/derived-event.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { uuidV7 } from '../../domain/ids.ts'
import { quotaDetail } from '../../domain/storage-quota.ts'

/** How full a project is when it is reported, unless a setting says otherwise. */
export const DEFAULT_WARNING_PERCENT = 85

/** The event that follows from a push which crosses the threshold or the limit of its project. */
export function quotaEvent(
  push: RegistryEvent,
  level: 1 | 2,
  usage: Parameters<typeof quotaDetail>[1],
  percent: number,
): RegistryEvent {
  const { late: _, ...event } = push
  const { quota: __, chart: ___, ...detail } = push.detail
  return {
    ...event,
    id: uuidV7(push.acceptedAtMs),
    sourceEventId: `${push.sourceEventId}${QUOTA_EVENT_SUFFIX}`,
    type: level === 2 ? 'QUOTA_EXCEED' : 'QUOTA_WARNING',
    detail: { ...detail, quota: quotaDetail(level, usage, percent) },
  }
}
