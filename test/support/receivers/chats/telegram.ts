import { type ChatDouble, first, longer, unknown } from './chat-double.ts'

const TOKEN = '123456:telegram-token-of_the-test'
const CHAT = '-1001234567890'
const THREAD = 7

const refusal = (error_code: number, description: string) => ({
  status: error_code,
  body: JSON.stringify({ ok: false, error_code, description }),
})

const thanks = { status: 200, body: JSON.stringify({ ok: true, result: { message_id: 1 } }) }

/** core.telegram.org/bots/api: the token in the path, `sendMessage`, `MessageEntity`, and `ok` in each answer. */
export const telegram: ChatDouble = {
  faultIn,
  options: { bot_token: TOKEN, chat_id: CHAT, message_thread_id: THREAD },
  thanks,
  answer({ path, body }) {
    if (!path.endsWith(`/bot${TOKEN}/sendMessage`)) return refusal(401, 'Unauthorized')
    const { chat_id: chat, message_thread_id: thread, ...message } = JSON.parse(body)
    if (chat !== CHAT) return refusal(400, 'Bad Request: chat not found')
    if (thread !== THREAD) return refusal(400, 'Bad Request: message thread not found')
    const fault = faultIn(JSON.stringify(message))
    return fault === null ? thanks : refusal(400, `Bad Request: ${fault}`)
  },
  waiting: (ms) => ({
    status: 429,
    body: JSON.stringify({ ok: false, error_code: 429, parameters: { retry_after: ms / 1000 } }),
  }),
  refusals: {
    forGood: ['{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the group chat"}'],
    passing: ['{"ok":false,"error_code":429,"description":"Too Many Requests"}'],
  },
}

interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}

function faultIn(body: string): string | null {
  const { text, entities, link_preview_options: preview, ...others } = JSON.parse(body)
  return first(
    unknown(others, []),
    unknown(preview, ['is_disabled']),
    longer(text, 4096, 'message is too long'),
    /@\w{4,}/.test(text) && 'it rings for someone',
    ...(entities as readonly Entity[]).flatMap((entity) => [
      unknown(entity, ['type', 'offset', 'length', 'url']),
      !['bold', 'text_link'].includes(entity.type) && 'no such entity',
      (entity.length < 1 || entity.offset + entity.length > text.length) &&
        'the entity ends outside of the text',
      entity.type === 'text_link' && !/^https?:/.test(entity.url ?? '') && 'no url',
    ]),
  )
}
