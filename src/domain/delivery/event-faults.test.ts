import { expect, test } from 'vitest'
import type { AuditedBirth, AuditedEvent, AuditedTarget } from './account-reader.ts'
import { eventFaults } from './event-faults.ts'

const target = (id: number, firstDeliveryId: number | null = null): AuditedTarget => ({
  id,
  policyId: 1,
  isDeleted: false,
  firstDeliveryId,
  isPolicyUnchanged: false,
})
const delivery = (id: number, targetId: number): AuditedBirth => ({
  id,
  policyId: 1,
  targetId,
  state: 'success',
  createdAtMs: 1000,
  isRedelivery: false,
  redeliveredAs: null,
})
const event: AuditedEvent = {
  id: 'e1',
  acceptedAtMs: 1000,
  heldUntilMs: null,
  aboutTargetId: null,
  withheld: null,
  mergedInto: null,
  isWholeKnown: false,
  verdicts: [{ policyId: 1, verdict: 'deliver' }],
  deliveries: [delivery(20, 7)],
}
const filtered = { ...event, verdicts: [{ policyId: 1, verdict: 'policy disabled' as const }] }
const faults = (audited: AuditedEvent, ...targets: readonly AuditedTarget[]) =>
  eventFaults(audited, new Map([[1, targets]]))

test.each<[string, AuditedEvent, readonly AuditedTarget[]]>([
  ['delivered to each target', event, [target(7, 20)]],
  ['delivered before a target was added', event, [target(7, 20), target(8, 21)]],
  ['delivered before a target was added that has got nothing yet', event, [target(7, 20), target(8)]],
  ['filtered', { ...filtered, deliveries: [] }, [target(7)]],
  [
    'filtered and replayed later',
    { ...filtered, deliveries: [{ ...delivery(30, 7), createdAtMs: 5000 }] },
    [target(7, 30)],
  ],
  [
    'delivered and redelivered',
    { ...event, deliveries: [delivery(20, 7), { ...delivery(21, 7), isRedelivery: true }] },
    [target(7, 20)],
  ],
  ['wanted by a policy without targets', { ...event, deliveries: [] }, []],
  ['merged', { ...event, verdicts: [], deliveries: [], mergedInto: 'e0', isWholeKnown: true }, []],
])('the account of an event that was %s balances', (_, audited, targets) => {
  expect(faults(audited, ...targets)).toEqual([])
})

test('a delivery that is missing is a fault, to the only target and to one of several', () => {
  expect(faults({ ...event, deliveries: [] }, target(7))).toEqual([
    'policy 1 wants it delivered, and it has no delivery',
  ])
  const missing = ['policy 1 wants it delivered, and the delivery to target 8 is missing']
  expect(faults(event, target(7, 3), target(8, 4))).toEqual(missing)
  expect(faults(event, target(7, 20), { ...target(8), isPolicyUnchanged: true })).toEqual(missing)
})

test('a redelivery does not stand for the delivery that it sends again', () => {
  const deliveries = [{ ...delivery(21, 7), isRedelivery: true }]
  expect(faults({ ...event, deliveries }, target(7))).toEqual([
    'policy 1 wants it delivered, and it has no delivery',
  ])
})

test('a delivery that no verdict wanted, and a second one to the same target, are faults', () => {
  expect(faults(filtered, target(7, 20))).toEqual([
    'policy 1 has the verdict "policy disabled", and it has the delivery 20',
  ])
  expect(faults({ ...event, verdicts: [] })).toEqual([
    'policy 1 has no verdict on it, and it has the delivery 20',
  ])
  expect(faults({ ...event, deliveries: [delivery(20, 7), delivery(21, 7)] }, target(7, 20))).toEqual([
    'it has 2 first deliveries to target 7: 20, 21',
  ])
})

test('an event that is merged into nothing or itself, held and merged, or withheld and wanted is a fault', () => {
  const merged = { ...event, verdicts: [], deliveries: [], mergedInto: 'e0' }
  expect(faults(merged)).toEqual(['it is merged into event e0, which is not stored'])
  expect(faults({ ...merged, mergedInto: 'e1', isWholeKnown: true })).toEqual(['it is merged into itself'])
  expect(faults({ ...merged, isWholeKnown: true, heldUntilMs: 5 })).toEqual([
    'it is merged, and held as well',
  ])
  expect(faults({ ...event, withheld: 'switched off' }, target(7, 20))).toEqual([
    'it is withheld (switched off), and a policy wants it delivered',
  ])
  expect(faults({ ...event, verdicts: null })).toEqual(['its verdicts cannot be read'])
})
