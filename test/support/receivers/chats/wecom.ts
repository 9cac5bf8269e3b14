import { type ChatDouble, first, unknown } from './chat-double.ts'

const answer = (errcode: number, errmsg: string) => ({
  status: 200,
  body: JSON.stringify({ errcode, errmsg }),
})

/** developer.work.weixin.qq.com/document/path/91770: kinds of messages, 2048 bytes a text, mentions by `<@user>`; its codes: …/90313. */
export const wecom: ChatDouble = {
  faultIn,
  thanks: answer(0, 'ok'),
  answer({ body }) {
    const fault = faultIn(body)
    return fault === null ? answer(0, 'ok') : answer(40058, fault)
  },
  refusals: {
    forGood: [
      '{"errcode":40058,"errmsg":"text.content exceed max length 2048. invalid Request Parameter"}',
      '{"errcode":93000,"errmsg":"invalid webhook url"}',
    ],
    passing: ['{"errcode":-1,"errmsg":"system error"}'],
  },
}

function faultIn(body: string): string | null {
  const { msgtype, text, ...others } = JSON.parse(body)
  return first(
    msgtype !== 'text' && 'no text message',
    unknown(others, []),
    unknown(text, ['content']),
    text.content === '' && 'text.content missing',
    Buffer.byteLength(text.content) > 2048 && 'text.content exceed max length 2048',
    text.content.includes('<@') && 'it rings for someone',
  )
}
