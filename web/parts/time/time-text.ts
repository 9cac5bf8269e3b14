const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const
const JUST_NOW_MS = 5000

/**
 * `3 minutes ago`, `in 20 seconds`.
 *
 * @param differenceMs below zero for what is past
 */
export function relativeTime(differenceMs: number, language: string, justNow: string): string {
  const size = Math.abs(differenceMs)
  if (size < JUST_NOW_MS) return justNow
  const [unit, ms] = UNITS.find(([, one]) => size >= one) ?? ['second', 1000]
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })
  return format.format(Math.round(differenceMs / ms), unit)
}

/** Date and time of the reader's zone, to the second. */
export function exactTime(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
}

/** `87 ms`, `1.4 s`, `1.5 min`, `12 min`, `1.5 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  if (ms < 3_600_000) return `${Number((ms / 60_000).toFixed(ms < 600_000 ? 1 : 0))} min`
  return `${Number((ms / 3_600_000).toFixed(1))} h`
}

/** An age in words: `3 days`, `36 h`. */
export function ageText(ms: number, language: string): string {
  const days = ms / 86_400_000
  if (days < 2 || !Number.isInteger(days)) return durationText(ms)
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days)
}
