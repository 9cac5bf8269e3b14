import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'

/**
 * Slack's incoming webhooks: one message a second, and `ok` for each that was accepted (docs.slack.dev). Servers that are
 * compatible with Slack answer in other words, many of them in JSON.
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
