import { createHmac } from 'node:crypto'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { secretOption } from '../options/secret.ts'
import { refusalByCode } from './refusal.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

const BARRED_MS = 10 * 60_000

/**
 * Custom robots of DingTalk: 20 messages a minute, and none for ten minutes after more; refusals in the body of a 200; a signature where
 * the robot verifies one (open.dingtalk.com/document/orgapp/custom-robot-access).
 */
export function createDingtalkTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'dingtalk',
      name: 'DingTalk',
      ownFormat: 'DingTalk',
      // With all that gathers in a rest, 20 in any minute.
      rateLimit: { perSecond: 15 / 60, burst: 5 },
      options: {
        signature_secret: secretOption(
          'SEC…, from the security settings of the robot, where it verifies a signature',
          { title: 'Signature secret', maxLength: 1024 },
        ),
      },
      // Shape and length of the message; keyword, signature, network.
      refusalIn: refusalByCode({
        key: 'errcode',
        forGood: [34014, 34016, 310000],
        waitsMs: { 130101: BARRED_MS },
      }),
      write: signed,
    },
    parts,
  )
}

/** HMAC-SHA256 of the time in milliseconds and the secret, with the secret as its key, in the query; it is good for an hour. */
const signed: WriteRequest = (plain, { target: { options }, nowMs }) => {
  const secret = options['signature_secret']
  if (typeof secret !== 'string') return plain
  const sign = createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64')
  const beginning = `${plain.path}${plain.path.includes('?') ? '&' : '?'}timestamp=${nowMs}&sign=`
  return {
    ...plain,
    path: `${beginning}${encodeURIComponent(sign)}`,
    pathOnRecord: `${beginning}[redacted]`,
  }
}
