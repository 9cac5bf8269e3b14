const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }

/** A span of time in its largest unit: `45 s`, `10 min`, `3 h`, `12 d`. */
export function spanText(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`
  return `${Math.floor(ms / DAY)} d`
}

/** The milliseconds of `30s`, `10m`, `2h` or `7d`; null for anything else. */
export function spanIn(text: string): number | null {
  const { count, unit } = /^(?<count>\d{1,6})(?<unit>[smhd])$/.exec(text)?.groups ?? {}
  return count === undefined ? null : Number(count) * (UNITS[unit ?? ''] ?? 0)
}

/**
 * A moment as `--since` names it: a span before now (`10m`), or a time of RFC 3339. Null for anything else.
 *
 * @param nowMs Unix milliseconds, by the clock that the moment is for
 */
export function momentIn(text: string, nowMs: number): Date | null {
  const span = spanIn(text)
  if (span !== null) return new Date(nowMs - span)
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : null
}
