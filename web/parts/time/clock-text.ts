/** The time of the day in the reader's zone, to the millisecond: `14:28:51.207`. */
export function clockText(at: string): string {
  const time = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  return `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

/** A day in the reader's zone, in words: `Saturday, November 28, 2026`. */
export function dayText(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full' }).format(new Date(at))
}

/** A number that two times share when they are of one day in the reader's zone. */
export function dayOf(at: string): number {
  const time = new Date(at)
  return time.getFullYear() * 10_000 + time.getMonth() * 100 + time.getDate()
}

/** Day and minute, short: `28 Nov, 14:28`. */
export function shortTimeText(at: string, language: string): string {
  const shown = {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const
  return new Intl.DateTimeFormat(language, shown).format(new Date(at))
}

/** The reader's zone as its distance from UTC: `UTC+01:00`. */
export function zoneText(now = new Date()): string {
  const minutes = -now.getTimezoneOffset()
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const size = Math.abs(minutes)
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${two(size / 60)}:${two(size % 60)}`
}
