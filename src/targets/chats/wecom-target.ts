import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { createChatTarget } from './chat-target.ts'
import { refusalByCode } from './refusal.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'

/**
 * Group robots of WeCom: 20 messages a minute (developer.work.weixin.qq.com/document/path/91770), and refusals in the body of a 200, by
 * the codes of developer.work.weixin.qq.com/document/path/90313.
 */
export function createWecomTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'wecom',
      name: 'WeCom',
      ownFormat: 'WeCom',
      // With all that gathers in a rest, 20 in any minute.
      rateLimit: { perSecond: 15 / 60, burst: 5 },
      // Kind, shape, content and length of the message; address.
      refusalIn: refusalByCode({
        key: 'errcode',
        forGood: [40008, 40058, 44004, 45002, 93000],
        waitsMs: { 45009: 60_000 },
      }),
    },
    parts,
  )
}
