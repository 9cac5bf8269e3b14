import type { EventType } from '../event/event-type.ts'
import type { RegistryEvent } from '../event/event.ts'
import type { PolicyVerdict } from '../policy/policy.ts'
import { type DeliveryState, isRecovered } from './delivery-state.ts'
import type { Delivery } from './delivery.ts'
import type { Payload } from './payload.ts'

/** Which deliveries someone looks for. Null: of all projects. */
export interface DeliveryFilter {
  readonly projectId: number | null
  readonly policyId?: number
  readonly targetId?: number
  /** What failed or expired and was sent again is in none of them, unless `isRedelivered` asks for it. */
  readonly states?: readonly DeliveryState[]
  /** Whether another delivery of its event to its target has followed. */
  readonly isRedelivered?: boolean
  /** Only what a redelivery of many takes, or only the rest: what was sent again, and each success of a redelivery. */
  readonly isToRedeliver?: boolean
  readonly eventType?: EventType
  readonly repository?: string
  readonly tag?: string
  /** Who acted, as the registry knows them. */
  readonly operator?: string
  /** The name of a source. */
  readonly source?: string
  readonly sinceMs?: number
  /** Exclusive. */
  readonly untilMs?: number
  /** Parts of texts, in any case: each is found in what was sent, in an answer, or in why an attempt failed. */
  readonly words?: readonly string[]
  /** How the last attempt ended: a status (`503`), a class of statuses (`5xx`) or the code of a failure without an answer. */
  readonly answers?: readonly string[]
  /** The address of the target, or a part of it. */
  readonly target?: string
}

/** What became of an event: that one of its deliveries is in such a state, or that it has none (`unsent`). */
export const EVENT_OUTCOMES = ['delivered', 'failed', 'pending', 'stopped', 'expired', 'unsent'] as const
export type EventOutcome = (typeof EVENT_OUTCOMES)[number]

/** Which events someone looks for; words are found in what is known of an event. */
export interface EventFilter extends Pick<
  DeliveryFilter,
  'projectId' | 'eventType' | 'repository' | 'tag' | 'operator' | 'source' | 'sinceMs' | 'untilMs' | 'words'
> {
  readonly outcomes?: readonly EventOutcome[]
}

/** A part of a list. It may be short although more follow: a search scans only so many rows a call. */
export interface Slice<Item, Cursor> {
  readonly items: readonly Item[]
  /** Where the next part begins; null at the end. */
  readonly next: Cursor | null
}

/** A slice of what a search scans. */
export interface SearchedSlice<Item, Cursor> extends Slice<Item, Cursor> {
  /** The time of the last row that was scanned, where the search was cut short; null where it came to the end, or to its limit. */
  readonly searchedToMs: number | null
}

/** Which end of a list comes first. */
export type ListOrder = 'newest' | 'oldest'

/** The policy that an event or a delivery names; it may have been deleted since. */
export interface KnownPolicy {
  readonly name: string
  /** Null: it is one of all projects. */
  readonly projectName: string | null
}

/** A delivery in a list: all but its payload. */
export interface DeliverySummary extends Omit<Delivery, 'targetType' | 'payload'> {
  readonly repository: string
  readonly tag: string | null
  readonly projectId: number
  readonly policy: KnownPolicy
  /** Null: it concerns no project. */
  readonly projectName: string | null
  /** Who caused its event; empty when not known. */
  readonly operator: string
  readonly target: { readonly type: string; readonly address: string }
  /** Null until the first attempt has ended. */
  readonly lastAttempt: LastAttempt | null
  /** The delivery that a user had sent once more, or null. */
  readonly redeliveryOf: number | null
  /** The next delivery of its event to its target, which counts in its place; null while there is none. */
  readonly redeliveredAs: number | null
}

/** How the last attempt of a delivery ended, in short. */
export interface LastAttempt {
  readonly number: number
  readonly startedAtMs: number
  readonly durationMs: number
  /** Null when there was no answer. */
  readonly status: number | null
  /** Null when it succeeded. */
  readonly failureCode: string | null
}

/** An event as it was accepted, with what was decided about it. */
export interface StoredEvent {
  readonly id: string
  readonly projectId: number
  /** Null: it concerns no project. */
  readonly projectName: string | null
  readonly type: EventType
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
  readonly operator: string
  readonly source: string
  readonly occurredAtMs: number
  readonly acceptedAtMs: number
  /** Why nothing was to be delivered although policies might want it, or null. */
  readonly withheld: string | null
  readonly verdicts: readonly (PolicyVerdict & { readonly policy: KnownPolicy })[]
  /** Until when it waits to be decided; null once it is. */
  readonly heldUntilMs: number | null
  /** The event that this one is a part of, or null; policies without Harbor's way get that one instead. */
  readonly mergedInto: string | null
  /** Whether it was reported after a later change of what it is about, so that it moved no tag. */
  readonly isLate: boolean
}

/** An event with all that its source reported. */
export interface EventRecord extends StoredEvent {
  readonly content: Pick<RegistryEvent, 'actorKind' | 'artifacts' | 'role' | 'registryHost' | 'detail'>
}

/** An event as it was accepted, and where it stands. */
export interface PastEvent {
  readonly event: RegistryEvent
  readonly projectId: number
  readonly sequence: number
  /** When its repository was first seen. */
  readonly repositoryCreatedAtMs: number
}

/**
 * The loss account of one event: each policy's verdict and each delivery counts as exactly one thing, so `accepted` is the sum of
 * the others. Redeliveries count like any delivery, in place of those that failed or expired before them. An event that is held is itself pending, and one that is part of another is itself
 * merged, beside the verdicts and deliveries of policies of Harbor's way.
 */
export interface LossAccount {
  readonly accepted: number
  readonly delivered: number
  readonly failed: number
  readonly stopped: number
  readonly expired: number
  /** Policies whose verdict was not to deliver. */
  readonly filtered: number
  /** 1 for an event that was joined to another one, which is delivered in its place. */
  readonly merged: number
  readonly pending: number
}

/** The account of no event. */
export const NOTHING_ACCEPTED: LossAccount = {
  accepted: 0,
  delivered: 0,
  failed: 0,
  stopped: 0,
  expired: 0,
  filtered: 0,
  merged: 0,
  pending: 0,
}

/** What of an event its account is about. */
export interface AccountedEvent extends Pick<StoredEvent, 'heldUntilMs' | 'mergedInto'> {
  readonly verdicts: readonly PolicyVerdict[]
}

/** A delivery whose state does not exist is accepted and none of the parts, so the sum shows it. */
export function lossAccount(
  { verdicts, heldUntilMs, mergedInto }: AccountedEvent,
  ofEvent: readonly { readonly state: string; readonly redeliveredAs: number | null }[],
): LossAccount {
  const deliveries = ofEvent.filter((delivery) => !isRecovered(delivery))
  const inState = (...states: readonly DeliveryState[]): number =>
    deliveries.filter((delivery) => states.some((state) => state === delivery.state)).length
  const filtered = verdicts.filter(({ verdict }) => verdict !== 'deliver').length
  const held = heldUntilMs === null ? 0 : 1
  const merged = mergedInto === null ? 0 : 1
  return {
    accepted: filtered + deliveries.length + merged + held,
    delivered: inState('success'),
    failed: inState('error'),
    stopped: inState('stopped'),
    expired: inState('expired'),
    filtered,
    merged,
    pending: inState('pending', 'running') + held,
  }
}

/** Accepted events and their deliveries, newest first unless said otherwise; a cursor is the id of the last row that was scanned. */
export interface History {
  events: (
    filter: EventFilter,
    limit: number,
    after: string | null,
    order?: ListOrder,
  ) => Promise<SearchedSlice<StoredEvent, string>>
  event: (projectId: number | null, id: string) => Promise<EventRecord | null>
  deliveries: (
    filter: DeliveryFilter,
    limit: number,
    after: number | null,
    order?: ListOrder,
  ) => Promise<SearchedSlice<DeliverySummary, number>>
  delivery: (projectId: number | null, id: number) => Promise<DeliverySummary | null>
  /** How many deliveries match, by state; counted among the newest 50,000 that the project, policy and time of the filter leave. */
  countByState: (filter: DeliveryFilter) => Promise<ReadonlyMap<DeliveryState, number>>
  /** What a delivery sends; null also until it has been rendered. */
  payload: (deliveryId: number) => Promise<Payload | null>
  /** Every delivery of some events. */
  deliveriesOf: (eventIds: readonly string[]) => Promise<readonly DeliverySummary[]>
}

/** Events as they were accepted, with all that a payload says of them; never those that are held. */
export interface PastEvents {
  /** The newest ones, newest first. */
  newest: (scope: PastScope, limit: number) => Promise<readonly PastEvent[]>
  /** Those that were accepted in a range of time, oldest first, from after an event on. */
  between: (range: PastRange, after: string | null, limit: number) => Promise<readonly PastEvent[]>
  /** When the last of the events was accepted that the retention has removed, of a project or (null) of all; null: it has removed none. */
  removedUpTo: (projectId: number | null) => Promise<number | null>
}

export interface PastScope {
  /** Null: of all projects. */
  readonly projectId: number | null
  /** Whether events that are parts of others are among them, as in Harbor's way. */
  readonly withParts: boolean
}

export interface PastRange extends PastScope {
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
}
