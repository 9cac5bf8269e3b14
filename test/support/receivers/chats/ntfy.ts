import { type ChatDouble, first, unknown } from './chat-double.ts'

const TOKEN = 'tk_ntfy-token-of-the-test'
const TOPIC = 'harbour_1'

const refusal = (code: number, http: number, error: string) => ({
  status: http,
  body: JSON.stringify({ code, http, error }),
})

const thanks = { status: 200, body: JSON.stringify({ id: 'hwQ2YpKdmg', event: 'message', topic: TOPIC }) }

/**
 * docs.ntfy.sh/publish: "Publish as JSON", "Access tokens", "Limitations"; the codes of server/errors.go, and what
 * server/server.go reads of JSON: 8192 bytes.
 */
export const ntfy: ChatDouble = {
  faultIn,
  isAtRoot: true,
  options: { topic: TOPIC, access_token: TOKEN },
  thanks,
  answer({ path, headers, body }) {
    if (path !== '/') return refusal(40401, 404, 'page not found')
    if (headers.authorization !== `Bearer ${TOKEN}`) return refusal(40101, 401, 'unauthorized')
    if (Buffer.byteLength(body) > 8192) return refusal(41303, 413, 'JSON body too large')
    const { topic, ...message } = JSON.parse(body)
    if (!/^[-_A-Za-z0-9]{1,64}$/.test(topic)) return refusal(40009, 400, 'invalid request: topic invalid')
    const fault = faultIn(JSON.stringify(message))
    return fault === null ? thanks : refusal(40024, 400, `invalid request: ${fault}`)
  },
}

function faultIn(body: string): string | null {
  const { title, message, tags, priority, click, ...others } = JSON.parse(body)
  const known = ['heavy_check_mark', 'warning', 'package']
  return first(
    unknown(others, []),
    Buffer.byteLength(body) > 8192 - 77 && 'JSON body too large with the longest topic',
    (typeof title !== 'string' || /[\r\n]/.test(title)) && 'a title is one line',
    (typeof message !== 'string' || message === '') && 'an empty message reads "triggered"',
    Buffer.byteLength(message) > 4096 && 'the message becomes an attachment',
    tags.some((tag: string) => !known.includes(tag)) && 'a tag without an emoji',
    ![1, 2, 3, 4, 5].includes(priority) && 'invalid priority parameter',
    click !== undefined && !/^https?:/.test(click) && 'no url',
  )
}
