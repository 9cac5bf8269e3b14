/** What a legal hold keeps from removal: the events that fulfil all that it names. */
export interface LegalHoldScope {
  /** Null: of every project. */
  readonly projectId: number | null
  /** One event by its id, or null. */
  readonly eventId: string | null
  /** Accepted since then; null: from the beginning. */
  readonly sinceMs: number | null
  /** Accepted before then; null: without an end. */
  readonly untilMs: number | null
}

/** Keeps what an investigation needs: while it lasts, its events, deliveries, attempts and payloads outlive every limit. */
export interface LegalHold extends LegalHoldScope {
  readonly id: number
  readonly projectName: string | null
  readonly reason: string
  readonly placedAtMs: number
  /** The name of the user or robot. */
  readonly placedBy: string
}

export interface LegalHolds {
  /**
   * From its answer on, nothing that it covers is removed.
   *
   * @returns its number; null when there is no such event
   */
  place: (scope: LegalHoldScope & Pick<LegalHold, 'reason' | 'placedBy'>) => Promise<number | null>
  /** Those that last, oldest first. */
  list: () => Promise<readonly LegalHold[]>
  /** What is over a limit goes with the next pass; the record of the hold stays. @returns false when it does not last */
  lift: (id: number, by: string) => Promise<boolean>
}
