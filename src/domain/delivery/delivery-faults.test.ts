import { expect, test } from 'vitest'
import { type DeliveryRecord, NO_ATTEMPTS, deliveryFaults } from './delivery-faults.ts'

const attempts = (count: number, succeeded = 0) => ({
  count,
  first: Math.min(1, count),
  last: count,
  failed: count - (succeeded > 0 ? 1 : 0),
  succeeded,
})
const waiting: DeliveryRecord = {
  state: 'pending',
  dueAtMs: 5,
  leaseOwner: null,
  leaseUntilMs: null,
  endedAtMs: null,
  attempts: 0,
  failures: 0,
  recorded: NO_ATTEMPTS,
}
const leased = { leaseOwner: 'one', leaseUntilMs: 9 }
const running = { ...waiting, state: 'running', dueAtMs: null, ...leased, attempts: 1 }
const retrying = { ...waiting, attempts: 2, failures: 2, recorded: attempts(2) }
const ended = { ...waiting, dueAtMs: null, endedAtMs: 7 }
const success = { ...ended, state: 'success', attempts: 3, failures: 2, recorded: attempts(3, 3) }
const failed = { ...ended, state: 'error', attempts: 2, failures: 2, recorded: attempts(2) }
const stopped = { ...ended, state: 'stopped' }
const expired = { ...retrying, state: 'expired', dueAtMs: null, endedAtMs: 7 }

test.each([
  ['waits for its first attempt', waiting],
  ['waits for a retry', retrying],
  [
    'was cut off by the end of a process',
    { ...retrying, failures: 1, recorded: { ...attempts(2), failed: 1 } },
  ],
  ['is under way', running],
  ['is under way again', { ...running, attempts: 3, failures: 2, recorded: attempts(2) }],
  ['was delivered', success],
  [
    'was delivered by an attempt that was recorded late',
    { ...success, attempts: 3, recorded: attempts(3, 2) },
  ],
  [
    'was delivered so while a later attempt is under way',
    { ...success, ...leased, attempts: 3, failures: 0, recorded: attempts(2, 2) },
  ],
  ['was given up', failed],
  ['was stopped before its first attempt', stopped],
  ['was stopped with an attempt under way', { ...stopped, ...leased, attempts: 1 }],
  ['was stopped with a failure that was recorded later', { ...stopped, attempts: 1, recorded: attempts(1) }],
  ['is too old', expired],
])('a delivery that %s is legal', (_, delivery) => {
  expect(deliveryFaults(delivery)).toEqual([])
})

test.each<[string, DeliveryRecord]>([
  ['its state lost does not exist', { ...waiting, state: 'lost' }],
  ['it is pending, and no attempt is due', { ...waiting, dueAtMs: null }],
  ['it is success, and an attempt is due', { ...success, dueAtMs: 5 }],
  ['it is error, and the time of its end is missing', { ...failed, endedAtMs: null }],
  ['it is pending, and has a time at which it ended', { ...waiting, endedAtMs: 7 }],
  ['its lease lacks its owner or its end', { ...running, leaseUntilMs: null }],
  ['it is running, and no process has a lease on it', { ...waiting, state: 'running', dueAtMs: null }],
  ['it is expired, and a process has a lease on it', { ...expired, ...leased, attempts: 3 }],
  ['it has a lease, and no attempt was started', { ...running, attempts: 0 }],
  ['it has 1 attempts on record instead of 2', { ...retrying, failures: 1, recorded: attempts(1) }],
  [
    'the numbers of its attempts have gaps: 2 attempts from 1 to 3',
    { ...retrying, recorded: { ...attempts(2), last: 3 } },
  ],
  ['it counts 3 failures, and 2 failed attempts are on record', { ...retrying, failures: 3 }],
  ['it is success, and no attempt on record succeeded', { ...failed, state: 'success' }],
  ['it is stopped, and attempt 3 succeeded', { ...success, state: 'stopped' }],
  [
    'it is error, and no failed attempt is on record',
    { ...failed, attempts: 0, failures: 0, recorded: NO_ATTEMPTS },
  ],
])('"%s" is a fault', (fault, delivery) => {
  expect(deliveryFaults(delivery)).toEqual([fault])
})
