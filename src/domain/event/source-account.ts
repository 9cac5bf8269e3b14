/** What a source reported in one notification; what of it is stored, or was before, the store counts itself. */
export interface ReceivedEvents {
  readonly sourceId: number
  readonly atMs: number
  /** Events that it reported. */
  readonly received: number
  /** Those that were joined to another one before they were stored. */
  readonly merged: number
  /** Those that were kept out, by reason. */
  readonly keptOut: Readonly<Record<string, number>>
}

/**
 * The account of a source since the first event that is stored: `received` is the sum of `events`, `repeated`, `merged` and
 * `keptOut`. Entries of a notification that report no event, and notifications that are refused as a whole, are not part of it.
 */
export interface SourceAccount {
  readonly sourceId: number
  readonly name: string
  readonly received: number
  /** Events of it that are stored, but for those that Bellbuoy derived. */
  readonly events: number
  readonly repeated: number
  readonly merged: number
  readonly keptOut: number
}

export function keptOutCount({ keptOut }: Pick<ReceivedEvents, 'keptOut'>): number {
  return Object.values(keptOut).reduce((sum, count) => sum + count, 0)
}

/** What an account lacks or has too much: 0 when it balances. */
export function imbalance({ received, events, repeated, merged, keptOut }: SourceAccount): number {
  return events + repeated + merged + keptOut - received
}
