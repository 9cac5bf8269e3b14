/** What can change under the eyes of someone who looks on: what came in, what goes out, and what decides about both. */
export const TOPICS = ['events', 'deliveries', 'rules'] as const
export type Topic = (typeof TOPICS)[number]

/**
 * Where it is said that something has changed, after it was stored. It carries no data and may tell too much, so that who
 * hears of it looks again with their own rights.
 */
export interface Changes {
  /** Whether anybody looks on; when nobody does, nothing need be told. */
  readonly isWatched: boolean
  /** @param projectId null: of any project */
  readonly tell: (topic: Topic, projectId: number | null) => void
  /** Someone may have lost the right to look on. */
  readonly rightsChanged: () => void
}
