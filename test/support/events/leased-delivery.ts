import type { LeasedDelivery } from '../../../src/domain/delivery/delivery.ts'

/** A delivery under lease for its first attempt. */
export function leasedDelivery(id: number): LeasedDelivery {
  return {
    id,
    eventId: 'e',
    eventType: 'PUSH_ARTIFACT',
    repository: 'a/b',
    projectId: 1,
    policyId: 1,
    targetId: 1,
    attempt: 1,
    failures: 0,
    payload: { contentType: 'application/json', body: '{}' },
  }
}
