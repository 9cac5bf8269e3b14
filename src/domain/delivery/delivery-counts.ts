/** How this process came by the deliveries that it holds, counted since its start. */
export interface LeaseCounts {
  /** Stored under its lease: they went from intake straight to their lane. */
  readonly handedOver: number
  /** Claimed from the store, where they waited. */
  readonly claimed: number
  /** Returned to the store without an attempt. */
  readonly returned: number
}

/** What the sweeper has done since this process started. */
export interface SweepCounts {
  /** Rounds over the store. */
  readonly sweeps: number
  /** Targets whose deliveries had lost their process, counted in each round that found some. */
  readonly freedTargets: number
  /** Deliveries that were too old to be tried again. */
  readonly expired: number
  /** When the last round ended; 0 before that. */
  readonly lastSweepAtMs: number
  readonly lastSweepMs: number
}

/** The attempts of this process, and the turns that its targets wait for where it may make no more at a time. */
export interface SenderCounts {
  readonly attemptsUnderWay: number
  /** So many may be under way now. */
  readonly attemptsLimit: number
  readonly targetsWaiting: number
  /** Attempts that had to wait for their turn, since the start. */
  readonly turns: number
}

export type DeliveryCounts = LeaseCounts & SweepCounts & SenderCounts
