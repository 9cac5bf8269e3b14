/** Milliseconds since the epoch as whole seconds, as Harbor's payloads write times. */
export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}
