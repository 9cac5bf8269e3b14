import type { PayloadFormat, PayloadInput } from '../../../domain/delivery/payload-format.ts'
import { type AlertStory, alertPayload, alertSummary } from '../../alert/alert-payload.ts'
import { shorten } from '../../chat/shorten.ts'

const MAX_SUMMARY = 1000
const MAX_NAME = 255
const HOUR_MS = 3_600_000

/** A week, after which an alert whose end was never reported goes away. */
const USUAL_HOURS = 168

/**
 * An end counts only if it is past by the clock of Alertmanager when it comes: one that is still to come leaves the later end of the alert
 * as it is (prometheus/alertmanager, `types.Alert.Merge`). So an end is a minute earlier, for clocks that differ.
 */
const CLOCKS_DIFFER_MS = 60_000

/** The alerts of Alertmanager's API v2 (github.com/prometheus/alertmanager, api/v2/openapi.yaml, `postableAlerts`). */
export const alertmanagerFormat: PayloadFormat = {
  name: 'Alertmanager',
  about:
    'An alert of Alertmanager’s API v2, in a list of one. Its labels are the same when it opens and when it is resolved. `null` for an event that concerns no alert.',
  sharedBy: 'target',
  render: (input) => alertPayload(input, alertsOf),
}

const NAMES: Readonly<Record<string, string>> = {
  target_failing: 'BellbuoyTargetFailing',
  source_refused: 'BellbuoySourceRefused',
  source_silent: 'BellbuoySourceSilent',
  scan_findings: 'BellbuoyScanFindings',
}

/** Alertmanager knows an alert by its labels, so nothing stands there that can change: no name of a policy, no severity of a finding. */
function alertsOf(alert: AlertStory, { event, target }: PayloadInput): object {
  const { action, key, topic, severity, steadySeverity, place } = alert
  const { atMs, facts, links } = alert.story
  const [link] = links
  const hours = Number(target.options['keep_firing_hours'] ?? USUAL_HOURS)
  const labels = {
    alertname: NAMES[topic] ?? 'Bellbuoy',
    severity: steadySeverity,
    ...(event.project !== '' && { project: shorten(event.project, MAX_NAME) }),
    alert_key: key,
  }
  const annotations = {
    summary: alertSummary(alert, MAX_SUMMARY),
    description: facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    place,
    worst_severity: severity,
  }
  const times =
    action === 'resolve'
      ? { endsAt: timeOf(atMs - CLOCKS_DIFFER_MS) }
      : { startsAt: timeOf(atMs), endsAt: timeOf(atMs + hours * HOUR_MS) }
  return [{ labels, annotations, ...times, ...(link !== undefined && { generatorURL: link.url }) }]
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
