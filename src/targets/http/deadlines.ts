/** What has a deadline, and learns that it has passed. */
export interface Deadlined {
  readonly deadline: () => void
}

/** Those of one duration, in the order in which they end. */
interface Group {
  /** With the times at which they end, by the monotonic clock. */
  readonly ends: Map<Deadlined, number>
  timer: NodeJS.Timeout | null
}

const groups = new Map<number, Group>()

/**
 * Calls `deadline` after so many milliseconds, unless it was ended before. Nearly every exchange ends long before its deadline, so all
 * of one duration share a timer: one of its own costs an exchange about three microseconds to set and clear.
 *
 * @returns what ends it
 */
export function startDeadline(timeoutMs: number, one: Deadlined): () => void {
  const group = groups.getOrInsertComputed(timeoutMs, () => ({ ends: new Map(), timer: null }))
  group.ends.set(one, performance.now() + timeoutMs)
  group.timer ??= setTimeout(() => expire(timeoutMs, group), timeoutMs)
  return () => {
    group.ends.delete(one)
    if (group.ends.size === 0) close(timeoutMs, group)
  }
}

function expire(timeoutMs: number, group: Group): void {
  // The timer that has gone off stays in its place meanwhile, so that a deadline which starts now sets no other.
  const nowMs = performance.now()
  for (const [one, endMs] of group.ends) {
    // A timer may go off a moment early.
    if (endMs > nowMs + 1) {
      group.timer = setTimeout(() => expire(timeoutMs, group), endMs - nowMs)
      return
    }
    group.ends.delete(one)
    one.deadline()
  }
  close(timeoutMs, group)
}

/** No timer stays behind that would keep the program from ending. */
function close(timeoutMs: number, group: Group): void {
  if (group.timer !== null) clearTimeout(group.timer)
  group.timer = null
  if (groups.get(timeoutMs) === group) groups.delete(timeoutMs)
}
