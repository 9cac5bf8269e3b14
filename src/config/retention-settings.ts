import { type Setting, type Values, number, optionalNumber } from './setting-kinds.ts'

const MOST_DAYS = 3650
const MOST_EVENTS = 1_000_000_000

/** What counts where nobody has set a limit, and the database was not filled by a version that had none. */
export const RETENTION_DEFAULTS = {
  RETENTION_BODIES_DAYS: 30,
  RETENTION_BODIES_EVENTS: 5_000_000,
  RETENTION_DAYS: 180,
  RETENTION_EVENTS: 20_000_000,
} as const

/** For how long what is stored is kept (docs/retention.md). */
export const RETENTION_SETTINGS = {
  RETENTION_BODIES_DAYS: limit(
    'RETENTION_BODIES_DAYS',
    'retention.bodies_days',
    'Bellbuoy [removes](retention.md) payloads and records of attempts this many days after the creation of their delivery',
    MOST_DAYS,
  ),
  RETENTION_BODIES_EVENTS: limit(
    'RETENTION_BODIES_EVENTS',
    'retention.bodies_events',
    'Bellbuoy keeps payloads and records of attempts for at most this many of the newest events',
    MOST_EVENTS,
  ),
  RETENTION_DAYS: limit(
    'RETENTION_DAYS',
    'retention.days',
    'Bellbuoy removes events this many days after their acceptance, with their deliveries and everything that belongs to them, after the deliveries have ended',
    MOST_DAYS,
  ),
  RETENTION_EVENTS: limit(
    'RETENTION_EVENTS',
    'retention.events',
    'Bellbuoy keeps at most this many of the newest events, with everything that belongs to them',
    MOST_EVENTS,
  ),
  RETENTION_KEYS_DAYS: number(
    'retention.keys_days',
    30,
    'Bellbuoy recognises a repeated report for this many days after it removed the event',
    { min: 30, max: MOST_DAYS },
  ),
  DATABASE_FREE_PERCENT: number(
    'database.free_percent',
    10,
    'a [problem](problems.md) is open while less than this percentage of the volume of the SQLite database is free; 0: never',
    { min: 0, max: 90 },
  ),
  DATABASE_MAX_GIB: number(
    'database.max_gib',
    0,
    'a [problem](problems.md) is open while the database is larger than this, in GiB; 0: never',
    { min: 0, max: 1_000_000 },
  ),
} satisfies Record<string, Setting<number | null>>

function limit(
  name: keyof typeof RETENTION_DEFAULTS,
  key: string,
  about: string,
  max: number,
): Setting<number | null> {
  const unset = `Unset: ${RETENTION_DEFAULTS[name]}, and no limit in a database that [an earlier version filled](upgrading.md#limits-for-what-is-kept)`
  return optionalNumber(key, `${about}; 0: no limit. ${unset}`, { min: 0, max })
}

/** Days and numbers of events; 0: no limit, null: not set. */
export interface RetentionConfig {
  readonly bodiesDays: number | null
  readonly bodiesEvents: number | null
  readonly days: number | null
  readonly events: number | null
  readonly keysDays: number
}

/** The limits that were set, and those that count where none was. */
export function retentionOf(values: Values<typeof RETENTION_SETTINGS>): {
  readonly set: RetentionConfig
  readonly defaults: RetentionConfig
} {
  return Object.freeze({
    set: limitsIn(values),
    defaults: limitsIn({ ...values, ...RETENTION_DEFAULTS }),
  })
}

function limitsIn(values: Values<typeof RETENTION_SETTINGS>): RetentionConfig {
  return Object.freeze({
    bodiesDays: values.RETENTION_BODIES_DAYS,
    bodiesEvents: values.RETENTION_BODIES_EVENTS,
    days: values.RETENTION_DAYS,
    events: values.RETENTION_EVENTS,
    keysDays: values.RETENTION_KEYS_DAYS,
  })
}
