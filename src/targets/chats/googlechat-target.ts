import { createHash } from 'node:crypto'
import Type from 'typebox'
import { webhookIdOf } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

/**
 * Incoming webhooks of Google Chat: a request a second to a space (developers.google.com/workspace/chat/limits), with key and token in the
 * query of the address, as Google gives it (developers.google.com/workspace/chat/quickstart/webhooks).
 */
export function createGooglechatTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'googlechat',
      name: 'Google Chat',
      ownFormat: 'GoogleChat',
      rateLimit: { perSecond: 1, burst: 1 },
      options: {
        thread_per_repository: Type.Optional(
          Type.Boolean({
            title: 'A thread for each repository',
            description: 'what is about one repository shares a thread; spaces with a name have threads',
          }),
        ),
      },
      write,
      seesRepeats: true,
    },
    parts,
  )
}

/**
 * `requestId` makes a request that is repeated show once, and a new thread begins where the space has none of that key
 * (developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create). A key may have 4000 characters.
 */
const write: WriteRequest = ({ path, body }, { delivery, target: { options } }) => {
  const identified = `${path}${path.includes('?') ? '&' : '?'}requestId=${webhookIdOf(delivery)}`
  if (options['thread_per_repository'] !== true || delivery.repository === '')
    return { path: identified, body }
  const threadKey = createHash('sha256').update(delivery.repository).digest('hex')
  return {
    path: `${identified}&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD`,
    body: JSON.stringify({ ...(JSON.parse(body) as object), thread: { threadKey } }),
  }
}
