import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'

/** Discord's webhooks: five messages in two seconds; a 429 says in its body how long to wait, in seconds. */
export function createDiscordTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'discord',
      name: 'Discord',
      ownFormat: 'Discord',
      rateLimit: { perSecond: 2.5, burst: 5 },
      waitOf: ({ status, body }) => (status === 429 ? waitIn(body) : null),
    },
    parts,
  )
}

function waitIn(body: string): number | null {
  const seconds = Number(jsonObjectIn(body)?.['retry_after'])
  return seconds > 0 ? Math.ceil(seconds * 1000) : null
}
