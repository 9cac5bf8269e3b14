import type { Clock } from '../../../domain/clock.ts'

const EVERY_MS = 1000

/**
 * Decides which refusals of sources get a line of the log: of each source one a second, so that a flood does not fill the disk.
 *
 * @returns for the id of a source how many refusals its line stands for, or null when it gets none now
 */
export function createLineASecond(clock: Pick<Clock, 'monotonic'>): (sourceId: number) => number | null {
  const last = new Map<number, { readonly atMs: number; without: number }>()
  return (sourceId) => {
    const nowMs = clock.monotonic()
    const before = last.get(sourceId)
    if (before !== undefined && nowMs - before.atMs < EVERY_MS) {
      before.without++
      return null
    }
    last.set(sourceId, { atMs: nowMs, without: 0 })
    return (before?.without ?? 0) + 1
  }
}
