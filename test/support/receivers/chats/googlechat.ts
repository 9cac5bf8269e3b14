import { type ChatDouble, first, longer, unknown } from './chat-double.ts'
import { htmlFault } from './html-fault.ts'

const KEY = 'key-of-the-test'
const TOKEN = 'token-of-the-test'

const refusal = (code: number, message: string, status: string) => ({
  status: code,
  body: JSON.stringify({ error: { code, message, status } }, null, 2),
})

const thanks = { status: 200, body: JSON.stringify({ name: 'spaces/A/messages/B.B' }) }

/**
 * developers.google.com/workspace/chat: "Build a Google Chat app as a webhook" (key and token in the query), the method
 * spaces.messages.create (32,000 bytes, `requestId`, `messageReplyOption`), "Format messages" (HTML in cards).
 */
export const googlechat: ChatDouble = {
  faultIn,
  query: `?key=${KEY}&token=${TOKEN}`,
  options: { thread_per_repository: true },
  thanks,
  answer({ path, body }) {
    const { searchParams } = new URL(path, 'http://googlechat.test')
    const { key, token, requestId, messageReplyOption, ...others } = Object.fromEntries(searchParams)
    if (key !== KEY || token !== TOKEN)
      return refusal(401, 'Request had invalid credentials', 'UNAUTHENTICATED')
    const fault = first(
      unknown(others, []),
      requestId === '' && 'an empty requestId',
      messageReplyOption !== 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' && 'no such messageReplyOption',
      Buffer.byteLength(body) > 32_000 && 'Message is too long',
      longer(JSON.parse(body).thread?.threadKey, 4000, 'threadKey'),
    )
    return fault === null && faultIn(body) === null
      ? thanks
      : refusal(400, fault ?? 'Invalid JSON payload', 'INVALID_ARGUMENT')
  },
}

function faultIn(body: string): string | null {
  const { fallbackText, cardsV2, thread, ...others } = JSON.parse(body)
  const [{ cardId, card }] = cardsV2
  const [{ widgets }] = card.sections
  return first(
    unknown(others, []),
    unknown(thread, ['threadKey']),
    unknown(card, ['sections']),
    Buffer.byteLength(body) > 32_000 - 100 && 'Message is too long beside a thread',
    longer(fallbackText, 32_000, 'fallbackText'),
    cardId === '' && 'no cardId',
    ...widgets.flatMap(({ textParagraph, ...others }: Record<string, { text: string }>) => [
      unknown(others, []),
      htmlFault(textParagraph?.text),
    ]),
  )
}
