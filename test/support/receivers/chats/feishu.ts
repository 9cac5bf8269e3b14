import { createHmac } from 'node:crypto'
import { type ChatDouble, first, longer, unknown } from './chat-double.ts'

const SECRET = 'feishu-secret-of-the-test'
const HOUR_SECONDS = 3600

const answer = (code: number, msg: string) => ({ status: 200, body: JSON.stringify({ code, msg, data: {} }) })

/** open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: 20 KB a request, a signature of the last hour, refusals in a 200. */
export const feishu: ChatDouble = {
  faultIn,
  options: { signature_secret: SECRET },
  thanks: answer(0, 'success'),
  answer({ body }) {
    const { timestamp, sign } = JSON.parse(body)
    const key = `${timestamp}\n${SECRET}`
    const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < HOUR_SECONDS
    if (!isFresh || sign !== createHmac('sha256', key).digest('base64'))
      return answer(19021, 'sign match fail or timestamp is not within one hour from current time')
    const fault = faultIn(body)
    return fault === null ? answer(0, 'success') : answer(9499, `Bad Request: ${fault}`)
  },
  refusals: {
    forGood: [
      '{"code":9499,"msg":"Bad Request","data":{}}',
      '{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time","data":{}}',
      '{"code":19022,"msg":"Ip Not Allowed"}',
      '{"code":19024,"msg":"Key Words Not Found"}',
    ],
    passing: ['{"code":11232,"msg":"frequency limited psm"}'],
  },
}

function faultIn(body: string): string | null {
  const { msg_type: type, card, ...others } = JSON.parse(body)
  const { header, elements } = card
  return first(
    Buffer.byteLength(body) > 20 * 1024 && 'the body is larger than 20 KB',
    type !== 'interactive' && 'no card',
    unknown(others, ['timestamp', 'sign']),
    unknown(card, ['config', 'header', 'elements']),
    !['blue', 'green', 'red'].includes(header.template) && 'no such colour',
    plainFault(header.title),
    ...elements.flatMap(elementFaults),
  )
}

// The shape is what is checked.
function elementFaults(element: ReturnType<typeof JSON.parse>): readonly (string | false)[] {
  switch (element.tag) {
    case 'div':
      return [element.text, ...(element.fields ?? []).map(({ text }: { text: unknown }) => text)]
        .filter((text) => text !== undefined)
        .map(plainFault)
    case 'action':
      return element.actions.flatMap((button: ReturnType<typeof JSON.parse>) => [
        button.tag !== 'button' && 'no button',
        !/^https?:/.test(button.url) && 'no url',
        plainFault(button.text),
      ])
    case 'note':
      return element.elements.map(plainFault)
    default:
      return [`unknown element ${element.tag}`]
  }
}

/** Only in `plain_text` is nothing markup. */
function plainFault(text: ReturnType<typeof JSON.parse>): string | false {
  return text.tag === 'plain_text' ? longer(text.content, 20_000, 'text') : 'text that is markup'
}
