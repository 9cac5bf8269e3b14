import { type EventType, isMetaEvent } from '../event/event-type.ts'
import type { SourceEvent } from '../event/event.ts'
import type { ListQuery, Page, Paged } from '../list-query.ts'
import type { Guard } from '../revision.ts'
import type { TargetRules } from '../target/target-rules.ts'
import type { Target, TargetDraft, TargetWithSecrets } from '../target/target.ts'
import { type FilterVerdict, type PolicyFilter, filterVerdict } from './policy-filter.ts'

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
  /** Whether it gets each manifest request when it comes, as Harbor reports it; null: as the setting `HARBOR_WAY` says. */
  readonly harborWay: boolean | null
  readonly targets: readonly Target[]
  /** When Bellbuoy disabled it, and why; absent where a person did, and while it is enabled. */
  readonly autoDisabled?: { readonly atMs: number; readonly reason: string }
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

export interface PolicyDraft {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly eventTypes: readonly EventType[]
  readonly filter: PolicyFilter
  readonly harborWay: boolean | null
  readonly targets: readonly TargetDraft[]
}

/** Why a policy did or did not get an event. */
export type Verdict =
  | 'deliver'
  | 'switched off'
  | 'policy disabled'
  | 'event type not subscribed'
  | 'about its own target'
  | FilterVerdict

export interface PolicyVerdict {
  readonly policyId: number
  readonly verdict: Verdict
}

/**
 * The verdict of one policy on one event.
 *
 * @param event as it is reported to the policy (`eventFor`)
 */
export function verdictOf(
  policy: Pick<Policy, 'enabled' | 'eventTypes' | 'filter'> & Partial<Pick<Policy, 'targets'>>,
  event: SourceEvent,
  notificationsEnabled: boolean,
): Verdict {
  if (!notificationsEnabled) return 'switched off'
  if (!policy.enabled) return 'policy disabled'
  if (!policy.eventTypes.includes(event.type)) return 'event type not subscribed'
  if (
    policy.targets !== undefined &&
    policy.targets.length > 0 &&
    targetsFor(policy.targets, event).length === 0
  )
    return 'about its own target'
  // A filter is about artifacts.
  if (isMetaEvent(event.type)) return 'deliver'
  return filterVerdict(policy.filter, event) ?? 'deliver'
}

/** The targets that an event may go to: a meta event never goes to the one that it is about. */
export function targetsFor<Known extends Pick<Target, 'id'>>(
  targets: readonly Known[],
  { detail: { problem } }: Pick<SourceEvent, 'detail'>,
): readonly Known[] {
  const aboutId = problem?.target?.id
  return aboutId === undefined ? targets : targets.filter(({ id }) => id !== aboutId)
}

/** Every change grows the revision of the rules in its own transaction. */
export interface Policies {
  /** @throws BellbuoyError `CONFLICT` when the name is taken in the project */
  create: (projectId: number, draft: PolicyDraft, creator: string) => Promise<number>
  byId: (projectId: number, id: number) => Promise<Policy | null>
  /** Whether there is a policy of that id in whichever project. */
  exists: (id: number) => Promise<boolean>
  /** Newest first unless asked otherwise. Fields: those of Harbor's policies (`http/list-query.ts`). */
  list: (projectId: number, page: Page, query?: ListQuery) => Promise<Paged<Policy>>
  /**
   * Replaces a policy. Targets keep their id, secrets and waiting deliveries where `pairTargets` finds them again; the
   * waiting deliveries of targets that are gone, or of a policy that is now disabled, are stopped in the same transaction.
   *
   * @throws BellbuoyError `NOT_FOUND`, `CONFLICT`, or `BAD_REQUEST` when a stored secret would move to another host
   */
  update: (projectId: number, id: number, draft: PolicyDraft, guard?: Guard) => Promise<void>
  /** Removes a policy and stops its waiting deliveries in the same transaction. @throws BellbuoyError `NOT_FOUND` */
  remove: (projectId: number, id: number, guard?: Guard) => Promise<void>
}

export interface Targets {
  /** Grows the revision of the rules. @throws BellbuoyError `NOT_FOUND`, also for a target of another project */
  setPaused: (projectId: number, id: number, isPaused: boolean) => Promise<void>
  /** Null also for a target of another project. */
  byId: (projectId: number, id: number) => Promise<Target | null>
  /**
   * Gives a target another signing secret; the one before signs beside it for a while. Grows the revision of the rules.
   *
   * @returns until when the one before signs, or null when there was none
   * @throws BellbuoyError `NOT_FOUND`
   */
  setSigningSecret: (id: number, secret: string, rules: TargetRules) => Promise<number | null>
  /** A target with its secrets, or null when it is gone. */
  withSecrets: (id: number) => Promise<TargetWithSecrets | null>
  /** The policy that a target belongs to, or null when either is gone. */
  ownerOf: (id: number) => Promise<Pick<Policy, 'id' | 'projectId' | 'name'> | null>
  /** How much waits for a target. */
  waiting: (id: number) => Promise<number>
}
