/** What a person holds: the deliveries of one project, or all. */
export type HoldScope = 'project' | 'everything'

export interface Hold {
  readonly scope: HoldScope
  readonly sinceMs: number
  /** The name of the user or robot who began it. */
  readonly by: string
}

/** Who holds the deliveries of which project, 0 for everything. */
export interface HoldOrder {
  readonly projectId: number
  readonly by: string
}

/**
 * The holds of deliveries. Under a hold events and deliveries are accepted and stored, and no attempt begins; its time does not count
 * towards the maximum age. A hold that is there already keeps its beginning.
 */
export interface Holds {
  /** Resolves to the targets that were not held before. */
  begin: (order: HoldOrder) => Promise<readonly number[]>
  /** Resolves to the targets that nothing holds any more. */
  end: (projectId: number) => Promise<readonly number[]>
  /** The holds that concern a project: its own and that of everything; for 0 only the latter. */
  of: (projectId: number) => Promise<readonly Hold[]>
}
