import Type from 'typebox'
import type { ReceivedResponse } from '../../domain/delivery/attempt.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { secretOption } from '../options/secret.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import { type Refusal, isForGood } from '../http/refusal.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

/** Digits, a colon, and letters (core.telegram.org/bots/api#authorizing-your-bot). */
const TOKEN = /^\d+:[\w-]+$/
const CHAT = /^(?:-?\d+|@\w+)$/

/**
 * Telegram's Bot API: 20 messages a minute to a group (core.telegram.org/bots/faq), the token of the bot in the path, and in each answer
 * `ok`, which decides (core.telegram.org/bots/api#making-requests). The token is an option, since an address is shown to all who may read
 * the policy.
 */
export function createTelegramTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'telegram',
      name: 'Telegram',
      ownFormat: 'Telegram',
      // With all that gathers in a rest, 20 in any minute.
      rateLimit: { perSecond: 15 / 60, burst: 5 },
      options: {
        bot_token: secretOption('as BotFather gave it: 123456:ABC…', { title: 'Bot token', maxLength: 1024 }),
        chat_id: Type.String({
          title: 'Chat',
          description: 'the id of a chat, such as -1001234567890, or @name of a public channel',
          maxLength: 64,
        }),
        message_thread_id: Type.Optional(
          Type.Integer({
            title: 'Topic',
            description: 'the id of a topic, in a group that has topics',
            minimum: 1,
          }),
        ),
      },
      addressFault: (address) =>
        /\/bot\d+(?::|%3a)/i.test(address)
          ? 'the address of a telegram target is that of the Bot API alone, https://api.telegram.org: give the token as the option bot_token'
          : null,
      optionsFault({ bot_token: token, chat_id: chat }) {
        if (typeof token !== 'string') return 'bot_token is missing'
        if (!TOKEN.test(token)) return 'bot_token has another form than 123456:ABC-DEF'
        return typeof chat === 'string' && CHAT.test(chat) ? null : 'chat_id is neither a number nor @name'
      },
      write,
      refusalIn,
      waitOf: ({ body }) => waitIn(jsonObjectIn(body)),
    },
    parts,
  )
}

interface TelegramOptions {
  readonly bot_token?: string
  readonly chat_id?: string
  readonly message_thread_id?: number
}

const write: WriteRequest = ({ path, body }, { target: { options } }) => {
  const { bot_token: token = '', chat_id, message_thread_id } = options as TelegramOptions
  const pathOf = (shown: string): string => `${path.replace(/\/+$/, '')}/bot${shown}/sendMessage`
  return {
    path: pathOf(token),
    pathOnRecord: pathOf('[redacted]'),
    body: JSON.stringify({
      chat_id,
      ...(message_thread_id !== undefined && { message_thread_id }),
      ...(JSON.parse(body) as object),
    }),
  }
}

function refusalIn({ body }: ReceivedResponse): Refusal | null {
  const answer = jsonObjectIn(body)
  if (answer?.['ok'] !== false) return null
  const code = answer['error_code']
  return { permanent: typeof code === 'number' && isForGood(code), retryAfterMs: waitIn(answer) }
}

/** `parameters.retry_after`, in seconds (core.telegram.org/bots/api#responseparameters). */
function waitIn(answer: ReturnType<typeof jsonObjectIn>): number | null {
  const parameters = answer?.['parameters']
  if (typeof parameters !== 'object' || parameters === null || !('retry_after' in parameters)) return null
  const seconds = Number(parameters.retry_after)
  return seconds > 0 ? seconds * 1000 : null
}
