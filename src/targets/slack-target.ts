import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import type { HttpSenderParts } from './http/http-sender.ts'

/**
 * Slack's incoming webhooks: one message a second (docs.slack.dev). Slack says `ok` for one that was taken; servers that are
 * compatible with it say other things, many of them in JSON.
 */
export function createSlackTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'slack',
      name: 'Slack',
      ownFormat: 'Slack',
      rateLimit: { perSecond: 1, burst: 1 },
    },
    parts,
  )
}
