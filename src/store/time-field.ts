import { sql } from 'kysely'
import { badRequest } from '../domain/errors.ts'
import { timeText } from './database-words.ts'
import type { Scalar } from '../domain/list-query.ts'
import type { ListField } from './list-query.ts'

/** A date, or a date with a time in hours, minutes, seconds and fractions; a zone may follow the time. */
const TIME =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<clock>\d\d:\d\d(?::\d\d)?)(?<fraction>\.\d{1,9})?\s?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/**
 * A field of a list that is stored in milliseconds since 1970. Callers name times as PostgreSQL reads them, since Harbor leaves that to
 * its database: `2026-03-01`, `2026-03-01 10:00:00`, `2026-03-01T10:00:00.5Z`. A part of a time is looked for in
 * `2026-03-01 10:00:00.500`.
 */
export function timeField(column: string): ListField {
  const stored = sql.ref(column)
  return { sql: stored, stored: asTimeMs, text: timeText(stored) }
}

/**
 * A number is milliseconds already; a time without zone is UTC.
 *
 * @throws BellbuoyError `BAD_REQUEST` for a text that names no time
 */
function asTimeMs(value: Scalar): Scalar {
  if (typeof value === 'number') return value
  const text = value.trim().replace(/^["']+|["']+$/g, '')
  const { date, clock = '00:00', fraction = '', zone = 'Z' } = TIME.exec(text)?.groups ?? {}
  const iso = `${date}T${clock.length === 5 ? `${clock}:00` : clock}${fraction.slice(0, 4)}${zoneOf(zone)}`
  const ms = date === undefined ? Number.NaN : Date.parse(iso)
  if (Number.isNaN(ms)) throw badRequest(`invalid query string value: ${value} is no time`)
  return ms
}

/** `+02` and `+0200` in the form of ISO 8601, `+02:00`. */
function zoneOf(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? []
  return hours === undefined ? 'Z' : `${hours}:${minutes}`
}
