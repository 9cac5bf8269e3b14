import { createHash } from 'node:crypto'
import type { PayloadFormat, PayloadInput } from '../../../domain/delivery/payload-format.ts'
import { type AlertStory, alertPayload, alertSummary } from '../../alert/alert-payload.ts'
import type { AlertSeverity } from '../../alert/alert.ts'
import { plainText } from '../../chat/plain-text.ts'
import { shorten } from '../../chat/shorten.ts'

/** Characters of the fields of an alert (docs.opsgenie.com/docs/alert-api, "Create Alert"). */
const MAX_MESSAGE = 130
const MAX_DESCRIPTION = 15_000

/** An alert of Opsgenie's Alert API; the target makes a path of `action` and, to close an alert, of `alias`. */
export const opsgenieFormat: PayloadFormat = {
  name: 'Opsgenie',
  about:
    'An alert of Opsgenie’s Alert API, with the `action` `create` or `close`, which the target makes the path of the request. `null` for an event that concerns no alert.',
  sharedBy: 'target',
  render: (input) => alertPayload(input, requestOf),
}

const PRIORITIES: Readonly<Record<AlertSeverity, string>> = {
  critical: 'P1',
  error: 'P2',
  warning: 'P3',
  info: 'P5',
}

function requestOf(alert: AlertStory, { event: { project, repository } }: PayloadInput): object {
  const { action, topic, severity, place, story } = alert
  const known = { alias: aliasOf(alert), source: 'Bellbuoy' }
  const message = shorten(alertSummary(alert, MAX_MESSAGE).replace(/\s+/g, ' '), MAX_MESSAGE)
  if (action === 'resolve') return { action: 'close', ...known, note: message }
  const facts = [
    { name: 'Project', value: project },
    { name: 'Repository', value: repository },
    ...story.facts,
  ]
  return {
    action: 'create',
    ...known,
    message,
    description: shorten(plainText(story), MAX_DESCRIPTION),
    priority: PRIORITIES[severity],
    entity: place,
    tags: [topic],
    details: Object.fromEntries(
      facts.filter(({ value }) => value !== '').map(({ name, value }) => [name, shorten(value, MAX_FACT)]),
    ),
  }
}

/** As many characters of details as names leave room for. */
const MAX_FACT = 400

/** The key of an alert without the characters that have a meaning in a path. */
function aliasOf({ key }: AlertStory): string {
  return `bellbuoy-${createHash('sha256').update(key).digest('hex')}`
}
