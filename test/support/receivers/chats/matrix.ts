import { type ChatDouble, first, unknown } from './chat-double.ts'
import { htmlFault } from './html-fault.ts'

const TOKEN = 'syt_matrix-token-of-the-test'
const ROOM = '!636q39766251:example.com'

const refusal = (status: number, errcode: string, error: string) => ({
  status,
  body: JSON.stringify({ errcode, error }),
})

const thanks = { status: 200, body: JSON.stringify({ event_id: '$YUwRidLecu:example.com' }) }

/**
 * spec.matrix.org, Client-Server API: `PUT …/rooms/{roomId}/send/{eventType}/{txnId}`, "Using access tokens", "Rate limiting", "Size
 * limits", "m.room.message msgtypes" and "User and room mentions".
 */
export const matrix: ChatDouble = {
  faultIn,
  options: { access_token: TOKEN, room_id: ROOM },
  thanks,
  answer({ method, path, headers, body }) {
    if (headers.authorization === undefined) return refusal(401, 'M_MISSING_TOKEN', 'Missing access token')
    if (headers.authorization !== `Bearer ${TOKEN}`)
      return refusal(401, 'M_UNKNOWN_TOKEN', 'Invalid access token')
    const [, room, txn] =
      /\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/?]+)$/.exec(path) ?? []
    if (room === undefined || txn === undefined) return refusal(404, 'M_UNRECOGNIZED', 'Unrecognized request')
    if (method !== 'PUT') return refusal(405, 'M_UNRECOGNIZED', 'Method not allowed')
    if (decodeURIComponent(room) !== ROOM) return refusal(403, 'M_FORBIDDEN', 'User not in room')
    const fault = faultIn(body)
    return fault === null ? thanks : refusal(400, 'M_BAD_JSON', fault)
  },
  waiting: (ms) => ({
    status: 429,
    body: JSON.stringify({ errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', retry_after_ms: ms }),
  }),
}

function faultIn(content: string): string | null {
  const {
    msgtype,
    body,
    format,
    formatted_body: html,
    'm.mentions': mentions,
    ...others
  } = JSON.parse(content)
  return first(
    unknown(others, []),
    Buffer.byteLength(content) > 65_536 && 'event too large',
    msgtype !== 'm.notice' && 'no notice',
    (typeof body !== 'string' || body === '') && 'no plain body',
    format !== 'org.matrix.custom.html' && 'no such format',
    htmlFault(html),
    JSON.stringify(mentions) !== '{}' && 'it may ring for someone',
  )
}
