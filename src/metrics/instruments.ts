import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds; from a commit on a fast disk to the deadline of an attempt. */
const SHORT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Seconds; to the wait for the last retry. */
const LONG = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200]

/** Operations that share a commit, of which there are 512 at the most. */
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

/** Everything that Bellbuoy counts and measures. Labels have few values, none of which a user chooses. */
export const METRICS = {
  events: {
    type: 'counter',
    name: 'bellbuoy_events_total',
    labels: ['result'],
    help: 'Events that sources reported: accepted, repeated, merged or kept_out.',
  },
  refusals: {
    type: 'counter',
    name: 'bellbuoy_notifications_refused_total',
    labels: ['status'],
    help: 'Notifications that this process refused as a whole, by the status of the answer; 401 is a wrong token.',
  },
  verdicts: {
    type: 'counter',
    name: 'bellbuoy_verdicts_total',
    labels: ['result'],
    help: 'Verdicts of policies on stored events: deliver, or filter.',
  },
  created: {
    type: 'counter',
    name: 'bellbuoy_deliveries_created_total',
    help: 'Deliveries that were stored with new events.',
  },
  leased: {
    type: 'counter',
    name: 'bellbuoy_deliveries_leased_total',
    labels: ['by'],
    help: 'Deliveries that this process leased for an attempt: at their acceptance (acceptance), or from the store, where they waited (claim).',
  },
  returned: {
    type: 'counter',
    name: 'bellbuoy_deliveries_returned_total',
    help: 'Leased deliveries that this process returned to the store without an attempt.',
  },
  ended: {
    type: 'counter',
    name: 'bellbuoy_deliveries_ended_total',
    labels: ['state'],
    help: 'Deliveries that this process ended: success, error or expired. Stopped deliveries do not count.',
  },
  attempts: {
    type: 'counter',
    name: 'bellbuoy_attempts_total',
    labels: ['kind', 'outcome'],
    help: 'Attempts, by the kind of their target and how they ended: success, status_4xx, status_5xx, dns, connect, timeout and the like.',
  },
  acceptance: {
    type: 'histogram',
    name: 'bellbuoy_acceptance_seconds',
    buckets: SHORT,
    help: 'From the decision about events until they are on disk, including the wait for a commit.',
  },
  record: {
    type: 'histogram',
    name: 'bellbuoy_record_seconds',
    buckets: SHORT,
    help: 'From the end of an attempt until it is on disk.',
  },
  commit: {
    type: 'histogram',
    name: 'bellbuoy_commit_seconds',
    buckets: SHORT,
    help: 'Duration of the transactions in which events, attempts and the like are stored together, until they are on disk.',
  },
  commitOperations: {
    type: 'histogram',
    name: 'bellbuoy_commit_operations',
    buckets: SIZES,
    help: 'Operations that share one transaction.',
  },
  accountDifference: {
    type: 'gauge',
    name: 'bellbuoy_account_difference',
    labels: ['account'],
    help: 'By how much an account does not balance; it must be 0. For this process, events is received less stored, repeated, merged and kept out; deliveries is decided with stored events less stored. For the database, stored is the events that are stored or were removed less those that sources reported; Bellbuoy compares the new ones every five minutes. `bellbuoy audit` checks everything in the database.',
  },
  attempt: {
    type: 'histogram',
    name: 'bellbuoy_attempt_seconds',
    labels: ['kind'],
    buckets: SHORT,
    help: 'Duration of attempts, by the kind of their target.',
  },
  waiting: {
    type: 'histogram',
    name: 'bellbuoy_waiting_seconds',
    buckets: LONG,
    help: 'From the acceptance of an event to the first attempt of a delivery, without redeliveries.',
  },
  endToEnd: {
    type: 'histogram',
    name: 'bellbuoy_end_to_end_seconds',
    buckets: LONG,
    help: 'From the acceptance of an event to the end of the attempt that delivered it, without redeliveries.',
  },
  attemptsUnderWay: {
    type: 'gauge',
    name: 'bellbuoy_attempts_under_way',
    help: 'Attempts that this process is making.',
  },
  attemptsLimit: {
    type: 'gauge',
    name: 'bellbuoy_attempts_limit',
    help: 'Limit of attempts under way: the setting WEBHOOK_ATTEMPTS_AT_A_TIME, or fewer while file descriptors are used up.',
  },
  targetsWaiting: {
    type: 'gauge',
    name: 'bellbuoy_targets_waiting',
    help: 'Targets that have an attempt to start and wait for their turn.',
  },
  turns: {
    type: 'counter',
    name: 'bellbuoy_attempts_in_turn_total',
    help: 'Attempts that had to wait for their turn.',
  },
  sweeps: {
    type: 'counter',
    name: 'bellbuoy_sweeps_total',
    help: 'Rounds of the sweeper over the store, one every 15 seconds; none while the database cannot be written.',
  },
  lastSweepAt: {
    type: 'gauge',
    name: 'bellbuoy_last_sweep_timestamp_seconds',
    help: 'When the last round of the sweeper ended, in Unix seconds; 0 in a process without one.',
  },
  lastSweep: {
    type: 'gauge',
    name: 'bellbuoy_last_sweep_seconds',
    help: 'Duration of the last round of the sweeper.',
  },
  freedTargets: {
    type: 'counter',
    name: 'bellbuoy_sweeper_freed_targets_total',
    help: 'Targets whose deliveries the sweeper freed because the process that held them is gone.',
  },
  expired: {
    type: 'counter',
    name: 'bellbuoy_deliveries_expired_total',
    help: 'Deliveries that the sweeper ended because they were older than WEBHOOK_MAX_AGE_MS.',
  },
  connections: {
    type: 'gauge',
    name: 'bellbuoy_database_connections',
    labels: ['pool', 'state'],
    help: 'Connections of this process to PostgreSQL, by purpose (intake, delivery, api, look-ups or callers) and state (in_use or idle). None with SQLite.',
  },
  connectionWaiters: {
    type: 'gauge',
    name: 'bellbuoy_database_connection_waiters',
    labels: ['pool'],
    help: 'Callers that wait for one of these connections.',
  },
  eventsRemoved: {
    type: 'counter',
    name: 'bellbuoy_events_removed_total',
    help: 'Events that this process removed with their deliveries because they were over their limit.',
  },
  retentionSlices: {
    type: 'counter',
    name: 'bellbuoy_retention_slices_total',
    labels: ['of'],
    help: 'Slices in which this process removed what is over its limit, by what they remove: bodies (payloads and attempts), events or keys.',
  },
  databaseBytes: {
    type: 'gauge',
    name: 'bellbuoy_database_bytes',
    help: 'Space that the database takes, including free space in it. Every process reports the same.',
  },
  certificateUntil: {
    type: 'gauge',
    name: 'bellbuoy_certificate_expiry_timestamp_seconds',
    help: 'When the certificate of this process expires, in Unix seconds; 0 if it speaks HTTP.',
  },
  storeUp: {
    type: 'gauge',
    name: 'bellbuoy_store_up',
    help: '1 if the database could be read for this scrape, else 0.',
  },
  deliveriesWaiting: {
    type: 'gauge',
    name: 'bellbuoy_deliveries_waiting',
    help: 'Deliveries in the database that wait, counted up to 100,000. Every process reports the same.',
  },
  oldestWaiting: {
    type: 'gauge',
    name: 'bellbuoy_oldest_waiting_seconds',
    help: 'How long the oldest of them has waited; 0 if none waits.',
  },
  unreachable: {
    type: 'gauge',
    name: 'bellbuoy_unreachable_targets',
    help: 'Targets that give no answer, so that new deliveries to them wait.',
  },
  problems: {
    type: 'gauge',
    name: 'bellbuoy_open_problems',
    labels: ['kind'],
    help: 'Open problems by their kind.',
  },
} as const satisfies Readonly<Record<string, Metric>>

/** A metric as Prometheus knows it. */
export interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly name: string
  readonly labels?: readonly string[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
  readonly help: string
}

const CLASSES = { counter: Counter, gauge: Gauge, histogram: Histogram } as const

type LabelsOf<Of> = Of extends { readonly labels: readonly (infer Label extends string)[] } ? Label : never

type Instrument<Of extends Metric> = {
  counter: Counter<LabelsOf<Of>>
  gauge: Gauge<LabelsOf<Of>>
  histogram: Histogram<LabelsOf<Of>>
}[Of['type']]

export type Instruments = {
  readonly [Name in keyof typeof METRICS]: Instrument<(typeof METRICS)[Name]>
} & { readonly registry: Registry }

/** An instrument for every metric. Each application has its own, so that several can live in one process. */
export function createInstruments(): Instruments {
  const registry = new Registry()
  const created = Object.entries<Metric>(METRICS).map(([key, metric]) => {
    const { type, name, help, labels = [], buckets } = metric
    const options = {
      name,
      help,
      labelNames: labels,
      registers: [registry],
      ...(buckets && { buckets: [...buckets] }),
    }
    return [key, new CLASSES[type](options)]
  })
  return { ...(Object.fromEntries(created) as Omit<Instruments, 'registry'>), registry }
}
