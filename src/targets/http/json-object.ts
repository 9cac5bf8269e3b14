/** The JSON object that a body is, or null. */
export function jsonObjectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = JSON.parse(body) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
