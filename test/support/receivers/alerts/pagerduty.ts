import { first, longer, unknown } from '../chats/chat-double.ts'
import type { AlertDouble } from './alert-double.ts'

const KEY = 'e93facc04764012d7bfb002500d5d1a6'

/** developer.pagerduty.com/docs/events-api-v2/overview, "Size Limits". */
const MAX_BYTES = 512 * 1024

/** developer.pagerduty.com/docs/events-api-v2/trigger-events, "Parameters", and "Response Codes" of the overview. */
export const pagerduty: AlertDouble = {
  options: {},
  secrets: { routing_key: KEY },
  faultIn,
  answer({ method, path, headers, body }) {
    if (method !== 'POST' || path !== '/pagerduty/v2/enqueue') return { status: 404, body: 'Not Found' }
    const { routing_key: key, ...event } = JSON.parse(body)
    const fault = first(
      headers['content-type'] !== 'application/json' && 'no JSON',
      Buffer.byteLength(body) > MAX_BYTES && 'the event is too large',
      key !== KEY && 'no such routing_key',
      faultIn(JSON.stringify(event)) ?? false,
    )
    if (fault !== null) return refusal(fault)
    const taken = { status: 'success', message: 'Event processed', dedup_key: event.dedup_key }
    return { status: 202, body: JSON.stringify(taken) }
  },
  alertIn(body) {
    const { dedup_key: key, event_action: action } = JSON.parse(body)
    return { key, isOpened: action === 'trigger' }
  },
}

const refusal = (fault: string) => ({
  status: 400,
  body: JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors: [fault] }),
})

function faultIn(body: string): string | null {
  const {
    event_action: action,
    dedup_key: key,
    payload,
    links = [],
    client,
    client_url,
    ...others
  } = JSON.parse(body)
  return first(
    unknown(others, []),
    !['trigger', 'acknowledge', 'resolve'].includes(action) && 'event_action',
    longer(key, 255, 'dedup_key'),
    ...(links as object[]).map((link) => unknown(link, ['href', 'text'])),
    ...(action === 'trigger' ? payloadFaults(payload) : []),
    client !== undefined && longer(client, 255, 'client'),
    client_url !== undefined && !URL.canParse(client_url) && 'client_url',
  )
}

function payloadFaults(payload: Readonly<Record<string, string>>): readonly (string | false)[] {
  const { summary, source, severity = '', timestamp = '', ...others } = payload
  return [
    unknown(others, ['component', 'group', 'class', 'custom_details']),
    longer(summary, 1024, 'summary'),
    longer(source, 1024, 'source'),
    !['critical', 'error', 'warning', 'info'].includes(severity) && 'severity',
    Number.isNaN(Date.parse(timestamp)) && 'timestamp',
  ]
}
