import { createHmac } from 'node:crypto'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { secretOption } from '../options/secret.ts'
import { refusalByCode } from './refusal.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

/**
 * Custom bots of Feishu and Lark: 100 messages a minute and 5 a second, refusals in the body of a 200, and a signature where the bot
 * verifies one (open.feishu.cn/document/client-docs/bot-v3/add-custom-bot).
 */
export function createFeishuTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'feishu',
      name: 'Feishu',
      ownFormat: 'Feishu',
      // With all that gathers in a rest, neither limit is passed.
      rateLimit: { perSecond: 1.6, burst: 3 },
      options: {
        signature_secret: secretOption(
          'from the security settings of the bot, where signature verification is on',
          { title: 'Signature secret', maxLength: 1024 },
        ),
      },
      // Bad Request, signature, network, keyword.
      refusalIn: refusalByCode({ key: 'code', forGood: [9499, 19021, 19022, 19024] }),
      write: signed,
    },
    parts,
  )
}

/** HMAC-SHA256 of nothing, with the time in seconds and the secret as its key, in the body. */
const signed: WriteRequest = (plain, { target: { options }, nowMs }) => {
  const secret = options['signature_secret']
  if (typeof secret !== 'string') return plain
  const timestamp = String(Math.floor(nowMs / 1000))
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64')
  return {
    ...plain,
    body: JSON.stringify({ timestamp, sign, ...(JSON.parse(plain.body) as object) }),
  }
}
