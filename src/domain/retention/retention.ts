/** How long something is kept; null: without such a limit. What is over one of the two goes. */
export interface RetentionLimit {
  /** Only what was accepted, or created, since then. */
  readonly sinceMs: number | null
  /** Only what belongs to so many of the newest events. */
  readonly events: number | null
}

/** Which events are over their limit, for one pass over them. Numbers of events grow in the order of their acceptance. */
export interface RemovalBounds {
  /** Events that were accepted before are too old. */
  readonly sinceMs: number
  /** Events with lower numbers are too many, however young. */
  readonly surplusBelow: number
  /** No event with this number or a higher one is over a limit. */
  readonly below: number
}

/** What a slice of a pass removed. */
export interface RemovedSlice {
  readonly events: number
  readonly deliveries: number
  /** The number of the last event that it looked at; null at the end of the pass. */
  readonly after: number | null
}

/** Removes what is over its limit, slice by slice, so that events and deliveries never wait for it. */
export interface Retention {
  /**
   * Whether limits that nobody has set count for nothing: the database was filled by a version that removed nothing unless a setting said so.
   */
  keepsUnlessSet: () => Promise<boolean>
  /**
   * Removes what takes the most room, as far as one slice goes: the payloads of deliveries that have ended, and the records of their
   * attempts. Their events, the deliveries and all totals stay, and the audit knows what was removed. On PostgreSQL a whole range of ids goes
   * at a time, once all of it is over its limit.
   *
   * @returns whether there is more to remove now
   */
  removeBodies: (limit: RetentionLimit) => Promise<boolean>
  /** Which events are over a limit now; null when none is, or when none may be removed yet. */
  boundsOf: (limit: RetentionLimit) => Promise<RemovalBounds | null>
  /**
   * Removes events with their deliveries, attempts and payloads, as far as one slice goes: those whose deliveries have all ended. They go on
   * to count in the totals, and their reports are still known as repeats.
   *
   * @param after the number of the event after which the slice begins
   */
  removeEvents: (bounds: RemovalBounds, after: number) => Promise<RemovedSlice>
  /** How much room the database takes, with what is free in it. */
  databaseBytes: () => Promise<number>
  /**
   * Forgets the reports of events that were removed before a time, as far as one slice goes.
   *
   * @returns whether there is more to forget now
   */
  removeKeys: (removedBeforeMs: number) => Promise<boolean>
}
