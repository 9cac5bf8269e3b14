/** How far back something is complete that was to be sent again: the retention has removed part of what came before. */
export interface Incomplete {
  readonly completeSinceMs: number
  /** What is missing from before: events with all that belongs to them, or only the payloads of their deliveries. */
  readonly removed: 'events' | 'payloads'
}

/** What is missing from before the time `completeSince`, and what to do about it, as a sentence. */
export function incompleteBecause(removed: Incomplete['removed'], completeSince: string): string {
  return removed === 'events'
    ? `Bellbuoy has removed events from before ${completeSince}, since they are old: they cannot be sent again`
    : `Bellbuoy has removed payloads from before ${completeSince}, since they are old: to send those events, replay them, which writes their payloads anew`
}
