/** Milliseconds on the machine's monotonic clock: the same for all processes, so their times can be compared. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
