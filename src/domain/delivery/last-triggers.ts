import type { EventType } from '../event/event-type.ts'

/** When policies last got an event, by its type. */
export interface LastTriggers {
  ofPolicies: (
    policyIds: readonly number[],
  ) => Promise<readonly { readonly policyId: number; readonly eventType: EventType; readonly atMs: number }[]>
}
