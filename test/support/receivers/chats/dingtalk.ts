import { createHmac } from 'node:crypto'
import { type ChatDouble, first, unknown } from './chat-double.ts'

const SECRET = 'SECdingtalk-secret-of-the-test'
const HOUR_MS = 3_600_000

const answer = (errcode: number, errmsg: string) => ({
  status: 200,
  body: JSON.stringify({ errcode, errmsg }),
})

/**
 * open.dingtalk.com/document/orgapp/custom-robot-access: kinds of messages, a signature of the last hour in the query, refusals in a 200;
 * the length is that of the global error code 34016.
 */
export const dingtalk: ChatDouble = {
  faultIn,
  query: '?access_token=1',
  options: { signature_secret: SECRET },
  thanks: answer(0, 'ok'),
  answer({ path, body }) {
    const { searchParams } = new URL(path, 'http://dingtalk.test')
    const timestamp = searchParams.get('timestamp')
    const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64')
    const isFresh = Math.abs(Date.now() - Number(timestamp)) < HOUR_MS
    if (!isFresh || searchParams.get('sign') !== sign) return answer(310000, 'sign not match')
    const fault = faultIn(body)
    return fault === null ? answer(0, 'ok') : answer(34014, fault)
  },
  refusals: {
    forGood: [
      '{"errcode":310000,"errmsg":"sign not match"}',
      '{"errcode":310000,"errmsg":"keywords not in content"}',
      '{"errcode":34016,"errmsg":"message is too long"}',
    ],
    passing: ['{"errcode":-1,"errmsg":"system busy"}'],
  },
}

function faultIn(body: string): string | null {
  const { msgtype, text, at, ...others } = JSON.parse(body)
  return first(
    msgtype !== 'text' && 'no text message',
    unknown(others, []),
    unknown(text, ['content']),
    text.content === '' && 'empty content',
    Buffer.byteLength(text.content) > 5000 && 'content is longer than 5000',
    JSON.stringify(at) !== '{"isAtAll":false}' && 'it may ring for someone',
  )
}
