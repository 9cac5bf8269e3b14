import type { PayloadFormat, PayloadInput } from '../../../domain/delivery/payload-format.ts'
import { type AlertStory, alertPayload, alertSummary } from '../../alert/alert-payload.ts'
import { shorten } from '../../chat/shorten.ts'

/** Characters of `payload.summary` (developer.pagerduty.com/docs/events-api-v2/trigger-events, "Parameters"). */
const MAX_SUMMARY = 1024
const MAX_NAME = 255

/** An event of PagerDuty's Events API v2, less the routing key, which the target adds. */
export const pagerdutyFormat: PayloadFormat = {
  name: 'PagerDuty',
  about:
    'An alert event of PagerDuty’s Events API v2, `trigger` or `resolve`; the target adds the routing key. `null` for an event that concerns no alert.',
  sharedBy: 'target',
  render: (input) => alertPayload(input, eventOf),
}

function eventOf(alert: AlertStory, { event, consoleUrl }: PayloadInput): object {
  const { action, key, topic, severity, place, story } = alert
  if (action === 'resolve') return { event_action: 'resolve', dedup_key: key }
  const { project, repository } = event
  return {
    event_action: 'trigger',
    dedup_key: key,
    payload: {
      summary: alertSummary(alert, MAX_SUMMARY),
      source: place,
      severity,
      timestamp: new Date(story.atMs).toISOString(),
      class: topic,
      ...(project !== '' && { group: shorten(project, MAX_NAME) }),
      ...(repository !== '' && { component: shorten(repository, MAX_NAME) }),
      custom_details: Object.fromEntries(story.facts.map(({ name, value }) => [name, value])),
    },
    links: story.links.map(({ text, url }) => ({ href: url, text })),
    client: 'Bellbuoy',
    ...(consoleUrl !== undefined && { client_url: consoleUrl }),
  }
}
