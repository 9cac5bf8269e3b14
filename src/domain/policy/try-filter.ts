import type { SourceEvent } from '../event/event.ts'
import type { Policy, Verdict } from './policy.ts'

export interface TriedFilter {
  readonly policy: Pick<Policy, 'enabled' | 'eventTypes' | 'filter'>
  readonly events: readonly SourceEvent[]
}

/** The verdict on an event, and the glob that excludes it, where one does. */
export interface TriedVerdict {
  readonly verdict: Verdict
  readonly excludedBy: string | null
}

/**
 * The verdicts of a filter that is being tried on some events, in their order. It works where nobody waits for it.
 *
 * @throws BellbuoyError `TOO_MANY_REQUESTS` when the owner tries too much; `UNAVAILABLE` when the program ends;
 *   `BAD_REQUEST` when the filter takes too much
 */
export type TryFilter = (tried: TriedFilter, owner: string) => Promise<readonly TriedVerdict[]>
