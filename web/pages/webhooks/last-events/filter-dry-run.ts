/** The filter of a webhook as it is now, on the newest events. */
export interface FilterDryRun {
  readonly looked_at: number
  readonly matched: number
  readonly events: readonly TriedEvent[]
}

export interface TriedEvent {
  readonly id: string
  readonly verdict: string
  /** The pattern that keeps it out, where one does. */
  readonly excluded_by?: string
}
