import type { EventType } from '../../../domain/event/event-type.ts'
import type { Policy } from '../../../domain/policy/policy.ts'
import type { Store } from '../../../domain/store.ts'

export interface Trigger {
  readonly policy: Policy
  readonly eventType: EventType
  /** Null: never. */
  readonly atMs: number | null
}

/** One row for each policy of a project and each event type that it names. */
export async function triggersOf(
  projectId: number,
  { policies, lastTriggers }: Pick<Store, 'policies' | 'lastTriggers'>,
): Promise<readonly Trigger[]> {
  const { items } = await policies.list(projectId, { offset: 0, limit: 0 })
  const known = await lastTriggers.ofPolicies(items.map(({ id }) => id))
  const times = new Map(known.map(({ policyId, eventType, atMs }) => [`${policyId} ${eventType}`, atMs]))
  return items.flatMap((policy) =>
    policy.eventTypes.map((eventType) => ({
      policy,
      eventType,
      atMs: times.get(`${policy.id} ${eventType}`) ?? null,
    })),
  )
}
