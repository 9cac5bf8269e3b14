import { TAG_EVENT_SUFFIX } from '../../domain/event/derived-event.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { uuidV7 } from '../../domain/ids.ts'
import type { TagMove } from './apply-event-to-tags.ts'

/** The event `CREATE_TAG` that follows from a push which created or moved a tag. */
export function tagEventOf(push: RegistryEvent, { previousDigest }: TagMove): RegistryEvent {
  const { references: _, detail, ...event } = push
  const { requestId, repository } = detail
  return {
    ...event,
    id: uuidV7(push.acceptedAtMs),
    sourceEventId: `${push.sourceEventId}${TAG_EVENT_SUFFIX}`,
    type: 'CREATE_TAG',
    artifacts: [artifactOf(push)],
    detail: {
      ...(requestId !== undefined && { requestId }),
      ...(repository !== undefined && { repository }),
      ...(previousDigest !== null && { previousDigest }),
    },
  }
}
