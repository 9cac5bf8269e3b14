/** Harbor writes the year 1 for never. */
export function triggerTime(time: string): string | null {
  return time.startsWith('0001-') ? null : time
}
