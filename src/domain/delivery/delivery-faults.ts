import { DELIVERY_STATES, ENDED_STATES } from './delivery-state.ts'

/** A delivery as it is stored, with a summary of the attempts on record. */
export interface DeliveryRecord {
  /** One of `DELIVERY_STATES`, unless something else wrote to the database. */
  readonly state: string
  readonly dueAtMs: number | null
  readonly leaseOwner: string | null
  readonly leaseUntilMs: number | null
  readonly endedAtMs: number | null
  /** Attempts started. */
  readonly attempts: number
  /** Failed attempts that count for the retry rule. */
  readonly failures: number
  /** Null when their records were removed, since they are old. */
  readonly recorded: RecordedAttempts | null
}

/** The attempts of a delivery that are on record. */
export interface RecordedAttempts {
  readonly count: number
  /** The lowest and the highest number; 0 when there is none. */
  readonly first: number
  readonly last: number
  /** Those that failed, but for those that the end of a process cut off. */
  readonly failed: number
  /** The number of the last one that succeeded; 0 when none did. */
  readonly succeeded: number
}

export const NO_ATTEMPTS: RecordedAttempts = { count: 0, first: 0, last: 0, failed: 0, succeeded: 0 }

/**
 * Says what is wrong with a delivery: its state, times, lease and attempts must fit each other. These combinations are legal:
 *
 * | state | due | lease | ended | attempts on record |
 * |---|---|---|---|---|
 * | pending | yes | no | no | all that were started; none succeeded |
 * | running | no | yes | no | all but the last, which is under way; none succeeded |
 * | success | no | while a later attempt is under way | yes | all but that one; one succeeded, the last one unless it was recorded late |
 * | error | no | no | yes | all; the last one failed |
 * | stopped | no | while its last attempt is under way | yes | all but that one; none succeeded |
 * | expired | no | no | yes | all; none succeeded |
 *
 * @returns one sentence for each fault; none when the delivery is legal
 */
export function deliveryFaults(delivery: DeliveryRecord): readonly string[] {
  const isKnown = DELIVERY_STATES.some((state) => state === delivery.state)
  if (!isKnown) return [`its state ${delivery.state} does not exist`]
  return [
    ...timeFaults(delivery),
    ...leaseFaults(delivery),
    ...(delivery.recorded === null ? [] : recordFaults(delivery, delivery.recorded)),
  ]
}

function timeFaults({ state, dueAtMs, endedAtMs }: DeliveryRecord): readonly string[] {
  const isEnded = ENDED_STATES.some((ended) => ended === state)
  return sentences([
    [state === 'pending' && dueAtMs === null, 'it is pending, and no attempt is due'],
    [state !== 'pending' && dueAtMs !== null, `it is ${state}, and an attempt is due`],
    [isEnded && endedAtMs === null, `it is ${state}, and the time of its end is missing`],
    [!isEnded && endedAtMs !== null, `it is ${state}, and has a time at which it ended`],
  ])
}

function leaseFaults({ state, leaseOwner, leaseUntilMs }: DeliveryRecord): readonly string[] {
  const isLeased = leaseOwner !== null
  const mayBeLeased = ['running', 'stopped', 'success'].includes(state)
  return sentences([
    [isLeased !== (leaseUntilMs !== null), 'its lease lacks its owner or its end'],
    [state === 'running' && !isLeased, 'it is running, and no process has a lease on it'],
    [!mayBeLeased && isLeased, `it is ${state}, and a process has a lease on it`],
  ])
}

function recordFaults(delivery: DeliveryRecord, recorded: RecordedAttempts): readonly string[] {
  return [...attemptFaults(delivery, recorded), ...endFaults(delivery, recorded)]
}

function attemptFaults(
  { leaseOwner, attempts, failures }: DeliveryRecord,
  recorded: RecordedAttempts,
): readonly string[] {
  const isUnderWay = leaseOwner !== null
  const expected = attempts - (isUnderWay ? 1 : 0)
  const { count, first, last, failed } = recorded
  const isGapless = count === 0 || (first === 1 && last === count)
  return sentences([
    [expected < 0, 'it has a lease, and no attempt was started'],
    [expected >= 0 && count !== expected, `it has ${count} attempts on record instead of ${expected}`],
    [!isGapless, `the numbers of its attempts have gaps: ${count} attempts from ${first} to ${last}`],
    [failures > failed, `it counts ${failures} failures, and ${failed} failed attempts are on record`],
  ])
}

function endFaults({ state }: DeliveryRecord, { succeeded, failed }: RecordedAttempts): readonly string[] {
  return sentences([
    [state === 'success' && succeeded === 0, 'it is success, and no attempt on record succeeded'],
    [state !== 'success' && succeeded > 0, `it is ${state}, and attempt ${succeeded} succeeded`],
    [state === 'error' && failed === 0, 'it is error, and no failed attempt is on record'],
  ])
}

function sentences(faults: readonly (readonly [boolean, string])[]): readonly string[] {
  return faults.flatMap(([isThere, text]) => (isThere ? text : []))
}
