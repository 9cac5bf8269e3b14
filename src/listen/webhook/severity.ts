import { SEVERITIES, type Severity } from '../../domain/event/event-detail.ts'
import { isObject, textAt, valueAt } from './json-fields.ts'

/**
 * The numbers of the webhook proposal (Harbor 1.8). It has none above 5, which stands for High and for Critical: it is read as the
 * worse, so that no rule takes a critical finding for a high one.
 */
const BY_NUMBER: readonly Severity[] = ['None', 'None', 'Unknown', 'Low', 'Medium', 'Critical']

/** The worst of some severities: the highest that is known, else the first that is not empty; empty without one. */
export function worstOf(severities: readonly string[]): string {
  const rankOf = (severity: string): number => SEVERITIES.indexOf(severity as Severity)
  const known = severities.filter((severity) => rankOf(severity) !== -1)
  if (known.length === 0) return severities.find((severity) => severity !== '') ?? ''
  return known.reduce((worst, severity) => (rankOf(severity) > rankOf(worst) ? severity : worst))
}

/** The worst severity of a `scan_overview`: Harbor's, with a summary for each media type, or the proposal's, with a number. */
export function severityOfOverview(overview: unknown): string {
  const number = valueAt(overview, 'severity')
  if (typeof number === 'number') return BY_NUMBER[number] ?? ''
  const summaries = isObject(overview) ? Object.values(overview) : []
  return worstOf(summaries.map((summary) => textAt(summary, 'severity')))
}

/** The worst of the severities that were found at least once; `None` for a scan that found nothing. */
export function severityOfCounts(counts: unknown): string {
  if (!isObject(counts)) return ''
  const found = Object.entries(counts).filter(([, count]) => typeof count === 'number' && count > 0)
  return worstOf(found.map(([severity]) => severity.toWellFormed())) || 'None'
}
