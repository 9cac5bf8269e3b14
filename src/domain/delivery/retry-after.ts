/** Stands for any larger number of seconds, as `delta-seconds` does (RFC 9111, section 1.2.2). */
const MAX_SECONDS = 2 ** 31

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH = `(?<month>${MONTHS.join('|')})`
const TIME = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})'
/** The three date formats that a recipient must accept (RFC 9110, section 5.6.7). */
const DATE_FORMS = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  new RegExp(
    `^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`,
  ),
  // asctime, which is in UTC too: Sun Nov  6 08:49:37 1994
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>\\d{2}| \\d) ${TIME} (?<year>\\d{4})$`),
]

/**
 * The wait that a `Retry-After` header asks for, in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * Null when it is missing, malformed or in the past. Of a repeated header, which HTTP forbids, the longest wait counts.
 */
export function retryAfterMs(value: string | readonly string[] | null, nowMs: number): number | null {
  const waits = [value ?? []].flat().flatMap((one) => waitMs(one.trim(), nowMs) ?? [])
  return waits.length === 0 ? null : Math.max(...waits)
}

function waitMs(text: string, nowMs: number): number | null {
  if (/^\d+$/.test(text)) return Math.min(Number(text), MAX_SECONDS) * 1000
  const dateMs = httpDateMs(text, nowMs)
  return dateMs === null || dateMs <= nowMs ? null : dateMs - nowMs
}

/** Milliseconds since 1970, or null when the text is no date in one of the three forms. */
function httpDateMs(text: string, nowMs: number): number | null {
  const parts = DATE_FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return null
  const [day, hour, minute, second] = [parts['day'], parts['hour'], parts['minute'], parts['second']].map(
    Number,
  )
  const month = MONTHS.indexOf(parts['month'] ?? '')
  const atMs = Date.UTC(fullYear(parts['year'] ?? '', nowMs), month, day, hour, minute, second)
  // A date that does not exist, such as 31 February, becomes another.
  const isReal = new Date(atMs).getUTCDate() === day && (hour ?? 24) < 24 && (minute ?? 60) < 60
  return isReal && (second ?? 61) <= 60 ? atMs : null
}

/** A year of two digits that would lie more than 50 years ahead is one of the past (RFC 9110, section 5.6.7). */
function fullYear(year: string, nowMs: number): number {
  if (year.length === 4) return Number(year)
  const thisYear = new Date(nowMs).getUTCFullYear()
  const inThisCentury = thisYear - (thisYear % 100) + Number(year)
  if (inThisCentury > thisYear + 50) return inThisCentury - 100
  return inThisCentury <= thisYear - 50 ? inThisCentury + 100 : inThisCentury
}
