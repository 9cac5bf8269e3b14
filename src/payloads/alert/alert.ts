import { createHash } from 'node:crypto'
import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import type { ReportedProblem, Severity } from '../../domain/event/event-detail.ts'
import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { shorten } from '../chat/shorten.ts'
import { findingRank, rankOf } from './finding-rank.ts'

/** How bad an alert is, as PagerDuty and Alertmanager name it. */
export type AlertSeverity = 'critical' | 'error' | 'warning' | 'info'

/** What an event does to an alert. */
export interface Alert {
  readonly action: 'open' | 'resolve'
  /** Names the alert: the same in all events that open or resolve it, whatever they are called. At most 255 characters. */
  readonly key: string
  /** What it is about: `target_failing`, `source_refused`, `source_silent` or `scan_findings`. */
  readonly topic: string
  readonly severity: AlertSeverity
  /** Like `severity`, but the same in all events of the alert, for systems to which it is part of its name. */
  readonly steadySeverity: AlertSeverity
  /** Where it is: the host of a target, the name of a source, an image. Never empty. */
  readonly place: string
}

const MAX_KEY = 255
const MAX_PLACE = 512

const OF_FINDING: Readonly<Record<Severity, AlertSeverity>> = {
  None: 'info',
  Unknown: 'info',
  Negligible: 'info',
  Low: 'info',
  Medium: 'warning',
  High: 'error',
  Critical: 'critical',
}

/**
 * What an event does to an alert; null when it does nothing to any. A completed scan opens the alert of its artifact when it has a finding
 * at or above the option `min_severity` of the target, and resolves it otherwise; so does the end of the artifact.
 */
export function alertOf({ event, target }: Pick<PayloadInput, 'event' | 'target'>): Alert | null {
  const { problem } = event.detail
  if (problem !== undefined) return problemAlert(event, problem)
  const least = (target.options['min_severity'] ?? 'High') as Severity
  if (event.type === 'DELETE_ARTIFACT') return findingsAlert(event, 'resolve', least, least)
  const worst = event.type === 'SCANNING_COMPLETED' ? findingRank(event.detail.scan) : null
  if (worst === null) return null
  return findingsAlert(event, rankOf(worst) >= rankOf(least) ? 'open' : 'resolve', worst, least)
}

/** A sample is an alert of its own, which resolves no other. */
function problemAlert(event: RegistryEvent, problem: ReportedProblem): Alert {
  const { id, kind, sinceMs, target, source, closed } = problem
  const severity = kind === 'source_silent' ? 'warning' : 'error'
  return {
    action: closed === undefined ? 'open' : 'resolve',
    key: event.sourceId === 0 ? 'bellbuoy test' : `bellbuoy problem ${id} of ${sinceMs}`,
    topic: kind,
    severity,
    steadySeverity: severity,
    place: shorten(target?.host || source?.name || 'bellbuoy', MAX_PLACE),
  }
}

function findingsAlert(
  event: RegistryEvent,
  action: Alert['action'],
  worst: Severity,
  least: Severity,
): Alert | null {
  const { digest } = artifactOf(event)
  if (digest === null) return null
  const image = `${event.repository}@${digest}`
  return {
    action,
    key: fittingKey(`bellbuoy scan ${image}`),
    topic: 'scan_findings',
    severity: OF_FINDING[worst],
    steadySeverity: OF_FINDING[least],
    place: shorten(image, MAX_PLACE),
  }
}

/** A key that would be too long, by its SHA-256. */
function fittingKey(key: string): string {
  return key.length <= MAX_KEY
    ? key
    : `bellbuoy scan sha256:${createHash('sha256').update(key).digest('hex')}`
}
