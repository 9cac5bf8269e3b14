import { CHAT_LIMITS } from '../chat-limits.ts'
import { type ChatDouble, plainChat } from './chat-double.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import { telegram } from './telegram.ts'
import { wecom } from './wecom.ts'

/** Every chat, by the kind of its targets. */
export const CHATS: Readonly<Record<string, ChatDouble>> = {
  slack: plainChat(CHAT_LIMITS.slack, { status: 200, body: 'ok' }),
  teams: plainChat(CHAT_LIMITS.teams, { status: 202 }),
  mattermost: plainChat(CHAT_LIMITS.mattermost, { status: 200, body: 'ok' }),
  discord: plainChat(CHAT_LIMITS.discord, { status: 204 }),
  feishu,
  dingtalk,
  wecom,
  telegram,
}

/** A target of a kind of chat whose requests its double takes. */
export function chatTarget(type: string, address: string) {
  const { options } = CHATS[type] ?? {}
  return { type, address, ...(options !== undefined && { options }) }
}
