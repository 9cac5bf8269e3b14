/** When something happened, and by whose clock. */
export interface Moment {
  readonly atMs: number
  /** The instance of the registry whose clock it is; null where the source is the only one. */
  readonly instance: string | null
}

interface Reported {
  readonly occurredAtMs: number
  readonly acceptedAtMs: number
  readonly instance?: string
}

/**
 * When an event happened. Nothing happens after it was reported, so a time that is ahead of Bellbuoy's is taken for the time of arrival:
 * otherwise it would make everything late that follows once the clock is corrected.
 */
export function momentOf({ occurredAtMs, acceptedAtMs, instance }: Reported): Moment {
  return { atMs: Math.min(occurredAtMs, acceptedAtMs), instance: instance ?? null }
}
