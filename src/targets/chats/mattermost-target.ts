import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'

/** Mattermost's incoming webhooks; a server takes ten requests a second unless it is set otherwise. */
export function createMattermostTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'mattermost',
      name: 'Mattermost',
      ownFormat: 'Mattermost',
      rateLimit: { perSecond: 5, burst: 10 },
    },
    parts,
  )
}
