/** Days and counts as they are set; 0: without a limit, null: not set. */
export interface RetentionSettings {
  readonly bodiesDays: number | null
  readonly bodiesEvents: number | null
  readonly days: number | null
  readonly events: number | null
  /** How many days longer the reports of removed events are recognised. */
  readonly keysDays: number
}

/** How long something is kept; null: without such a limit. */
export interface KeptFor {
  readonly days: number | null
  readonly events: number | null
}

export interface RetentionLimits {
  readonly bodies: KeptFor
  readonly events: KeptFor
  readonly keysDays: number
}

/**
 * The limits that are in force.
 *
 * @param defaults what counts for a limit that is not set
 * @param keepsUnlessSet whether a limit that is not set is none instead
 */
export function retentionLimits(
  set: RetentionSettings,
  defaults: RetentionSettings,
  keepsUnlessSet: boolean,
): RetentionLimits {
  const inForce = (name: Exclude<keyof RetentionSettings, 'keysDays'>): number | null => {
    const limit = set[name] ?? (keepsUnlessSet ? 0 : defaults[name])
    return limit === 0 ? null : limit
  }
  const events = { days: inForce('days'), events: inForce('events') }
  // What an event loses with it goes before it, where that costs less: PostgreSQL drops whole ranges.
  const bodies = {
    days: tighter(inForce('bodiesDays'), events.days),
    events: tighter(inForce('bodiesEvents'), events.events),
  }
  return { bodies, events, keysDays: set.keysDays }
}

export function isLimited({ days, events }: KeptFor): boolean {
  return days !== null || events !== null
}

function tighter(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}
