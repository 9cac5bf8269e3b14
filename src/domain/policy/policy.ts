import type { SourceEvent } from '../event/event.ts'
import type { EventType } from '../event/event-type.ts'
import { type FilterVerdict, type PolicyFilter, filterVerdict } from './policy-filter.ts'
import type { Target, TargetDraft } from '../target/target.ts'

/** What a user subscribes. */
export interface Policy {
  readonly id: number
  readonly projectId: number
  readonly name: string
  readonly description: string
  readonly creator: string
  readonly enabled: boolean
  readonly eventTypes: readonly EventType[]
  readonly filter: PolicyFilter
  readonly targets: readonly Target[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface PolicyDraft {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly eventTypes: readonly EventType[]
  readonly filter: PolicyFilter
  readonly targets: readonly TargetDraft[]
}

/** Why a policy did or did not get an event. */
export type Verdict =
  'deliver' | 'switched off' | 'policy disabled' | 'event type not subscribed' | FilterVerdict

export interface PolicyVerdict {
  readonly policyId: number
  readonly verdict: Verdict
}

/** The verdict of one policy on one event. */
export function verdictOf(
  policy: Pick<Policy, 'enabled' | 'eventTypes' | 'filter'>,
  event: SourceEvent,
  notificationsEnabled: boolean,
): Verdict {
  if (!notificationsEnabled) return 'switched off'
  if (!policy.enabled) return 'policy disabled'
  if (!policy.eventTypes.includes(event.type)) return 'event type not subscribed'
  return filterVerdict(policy.filter, event) ?? 'deliver'
}
