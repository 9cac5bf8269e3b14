import type { EventResponse } from '../../../../src/contract/history/history.ts'
import type { TriedEvent } from './filter-dry-run.ts'
import type { EventOutcome } from './outcome-of.ts'

/** An event and what one webhook did with it. */
export interface LastEvent {
  readonly event: EventResponse
  readonly outcome: EventOutcome
  /** What the filter says of it now; undefined where that is not known. */
  readonly now: TriedEvent | undefined
}
