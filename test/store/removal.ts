import type { RetentionLimit } from '../../src/domain/retention/retention.ts'
import { succeeded } from './outcomes.ts'
import type { TestStore } from './test-store.ts'

export const DAY_MS = 24 * 3_600_000

/** Stores events and delivers each of them to all targets. */
export async function deliverAll(
  testStore: TestStore,
  count: number,
  targets = testStore.targetIds,
): Promise<readonly number[]> {
  const events = Array.from({ length: count }, () => testStore.event({ leased: true, targets }))
  const ids = (await testStore.accept(...events)).flatMap((some) => some ?? [])
  await Promise.all(ids.map((id) => testStore.complete({ id, attempt: 1 }, succeeded)))
  return ids
}

/** What is older than so many days. */
export function daysOld({ clock }: TestStore, days: number): RetentionLimit {
  return { sinceMs: clock.now() - days * DAY_MS, events: null }
}

/** One pass. */
export async function remove({ store: { retention } }: TestStore, limit: RetentionLimit) {
  const removed = { events: 0, deliveries: 0 }
  const bounds = await retention.boundsOf(limit)
  for (let after: number | null = bounds === null ? null : 0; after !== null;) {
    const slice = await retention.removeEvents(bounds!, after)
    removed.events += slice.events
    removed.deliveries += slice.deliveries
    after = slice.after
  }
  return removed
}
