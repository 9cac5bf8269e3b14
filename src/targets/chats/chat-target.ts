import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { RateLimit } from '../../domain/target/rate-limit.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { type Service, createServiceTarget } from '../http/service-target.ts'

/** What sets one chat apart from others. */
export interface Chat extends Omit<Service, 'seesRepeats' | 'logsIn' | 'eventTypes'> {
  readonly rateLimit: RateLimit
  /** It shows a request that is repeated once. */
  readonly seesRepeats?: true
}

/** A kind of target for the incoming webhooks of a chat: the address, and options of its own, are all there is to log in with. */
export function createChatTarget(chat: Chat, parts: HttpSenderParts): TargetKind {
  return createServiceTarget({ ...chat, seesRepeats: chat.seesRepeats === true }, parts)
}
