/** What Harbor prints for a time that is not set: year 1. */
export const NO_TIME = '0001-01-01T00:00:00Z'

/** The same with milliseconds, where policies and triggers have them. */
export const NEVER = '0001-01-01T00:00:00.000Z'

/** RFC 3339 with milliseconds, as policies have it: `2023-04-03T06:04:46.123Z`. */
export function timeInMs(ms: number): string {
  return new Date(ms).toISOString()
}

/** RFC 3339 in whole seconds, as executions and tasks have it; year 1 for null. */
export function timeInSeconds(ms: number | null): string {
  return ms === null ? NO_TIME : `${new Date(ms).toISOString().slice(0, 19)}Z`
}
