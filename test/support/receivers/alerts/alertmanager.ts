import { first, unknown } from '../chats/chat-double.ts'
import type { AlertDouble } from './alert-double.ts'

const TOKEN = 'alertmanager-token-of-the-test'

interface PostableAlert {
  readonly labels: Readonly<Record<string, unknown>>
  readonly annotations: Readonly<Record<string, unknown>>
  readonly startsAt?: string
  readonly endsAt: string
  readonly generatorURL?: string
}

/**
 * github.com/prometheus/alertmanager, api/v2/openapi.yaml, `postableAlerts`, behind a proxy that asks for a token. What the real one does
 * with such alerts is in alertmanager.test.ts.
 */
export const alertmanager: AlertDouble = {
  options: {},
  secrets: { 'bearer.token': TOKEN },
  faultIn,
  answer({ method, path, headers, body }) {
    if (method !== 'POST' || path !== '/alertmanager/api/v2/alerts') return { status: 404 }
    if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: 'Unauthorized' }
    const fault = headers['content-type'] === 'application/json' ? faultIn(body) : 'no JSON'
    return fault === null ? { status: 200 } : { status: 400, body: JSON.stringify(fault) }
  },
  alertIn(body) {
    const [{ labels, endsAt }] = JSON.parse(body) as [PostableAlert]
    return { key: JSON.stringify(labels), isOpened: Date.parse(endsAt) > Date.now() }
  },
}

function faultIn(body: string): string | null {
  const alerts = JSON.parse(body) as readonly PostableAlert[]
  return first(
    ...alerts.flatMap(({ labels, annotations, startsAt = '', endsAt, generatorURL, ...others }) => [
      unknown(others, []),
      ...[...Object.entries(labels), ...Object.entries(annotations)].map(
        ([name, value]) => (!/^[a-zA-Z_]\w*$/.test(name) || typeof value !== 'string') && `label ${name}`,
      ),
      labels['alertname'] === undefined && 'at least one label pair required',
      Date.parse(endsAt) < Date.parse(startsAt) && 'start time must be before end time',
      generatorURL !== undefined && !URL.canParse(generatorURL) && 'generatorURL',
    ]),
  )
}
