/** What a live stream reports changes of: stored events, their deliveries, the rules that decide about them, and problems. */
export const TOPICS = ['events', 'deliveries', 'rules', 'problems'] as const
export type Topic = (typeof TOPICS)[number]

/**
 * Hears of each change after it has been stored. A change carries no data and may be reported although nothing visible changed:
 * a reader asks the API again, with their own rights.
 */
export interface Changes {
  /** Whether there are readers; without one, changes need not be reported. */
  readonly isWatched: boolean
  /** Reports a change. @param projectId null: of any project */
  readonly publish: (topic: Topic, projectId: number | null) => void
  /** Reports that a reader may have lost the right to read. */
  readonly rightsChanged: () => void
}
