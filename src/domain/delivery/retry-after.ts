/**
 * The wait that a `Retry-After` header asks for, in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * Null when it is missing, malformed or in the past.
 */
export function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null
  const text = value.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  if (!/GMT$/.test(text)) return null
  const dateMs = Date.parse(text)
  return Number.isNaN(dateMs) || dateMs <= nowMs ? null : dateMs - nowMs
}
