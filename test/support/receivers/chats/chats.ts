import { CHAT_LIMITS } from '../chat-limits.ts'
import { type ChatDouble, plainChat } from './chat-double.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import { ntfy } from './ntfy.ts'
import { googlechat } from './googlechat.ts'
import { matrix } from './matrix.ts'
import { pushover } from './pushover.ts'
import { telegram } from './telegram.ts'
import { wecom } from './wecom.ts'

/** Every chat, by the kind of its targets. */
export const CHATS: Readonly<Record<string, ChatDouble>> = {
  slack: plainChat(CHAT_LIMITS.slack, { status: 200, body: 'ok' }),
  teams: plainChat(CHAT_LIMITS.teams, { status: 202 }),
  mattermost: plainChat(CHAT_LIMITS.mattermost, { status: 200, body: 'ok' }),
  discord: {
    ...plainChat(CHAT_LIMITS.discord, { status: 204 }),
    waiting: (ms) => ({ status: 429, body: JSON.stringify({ retry_after: ms / 1000 }) }),
  },
  feishu,
  dingtalk,
  wecom,
  telegram,
  ntfy,
  googlechat,
  matrix,
  pushover,
}

/** A target of a kind of chat whose requests its double takes; where the kind takes no path, at the root of the address. */
export function chatTarget(type: string, address: string) {
  const { options, isAtRoot, query = '' } = CHATS[type] ?? {}
  return {
    type,
    address: isAtRoot === true ? originIn(address) : `${address}${query}`,
    ...(options !== undefined && { options }),
  }
}

/** The kind whose requests come to a path, of a receiver that is all chats, each at a path of its name. */
export function chatAt(path: string): string {
  const [kind = ''] = path.slice(1).split(/[/?]/, 1)
  return kind === '' ? 'ntfy' : kind
}

/** Of an address in any spelling, of which some are no URLs. */
function originIn(address: string): string {
  return /^[a-z]+:\/\/[^/]*/.exec(address)?.[0] ?? address
}
