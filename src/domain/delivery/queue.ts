import type { Attempt, Outcome } from './attempt.ts'
import type { LeasedDelivery, NextState } from './delivery.ts'
import type { RegistryEvent } from '../event/event.ts'
import type { EventType } from '../event/event-type.ts'
import type { PastEvent } from './history.ts'
import type { KnownTag } from '../event/known-tag.ts'
import type { Manifest } from '../event/manifest.ts'
import type { Payload } from './payload.ts'
import type { PolicyVerdict } from '../policy/policy.ts'
import type { ReceivedEvents } from '../event/source-account.ts'

/** A node's temporary claim on deliveries. */
export interface Lease {
  /** The process that holds it. */
  readonly owner: string
  readonly untilMs: number
}

/** One decided event, ready to be stored. */
export interface DecidedEvent {
  readonly event: RegistryEvent
  readonly projectId: number
  /** When the repository was first seen: kept for its first event, ignored for later ones. */
  readonly repositoryCreatedAtMs: number
  /** Number of the event among those of its repository; 0 for what has no repository. */
  readonly sequence: number
  readonly verdicts: readonly PolicyVerdict[]
  /** Why nothing is to be delivered although policies might want it, or null. */
  readonly withheld: 'switched off' | null
  /** Until when it waits for what decides it, with the verdicts of policies of Harbor's way alone; null when it is decided. */
  readonly heldUntilMs: number | null
  /** What it changes about events that are held; nothing when left out. */
  readonly heldChanges?: readonly HeldChange[]
  /** What becomes known of tags by it; nothing when left out. */
  readonly tagChanges?: readonly KnownTag[]
  /** True: the manifest that it reports was deleted after it, and is not stored. */
  readonly isManifestGone?: true
  /** Of a deletion: what was pushed after it stays; everything goes when left out. */
  readonly deletesUpTo?: DeletionBound
  /** Each distinct rendering once. */
  readonly payloads: readonly (Payload & { readonly format: string })[]
  readonly deliveries: readonly NewDelivery[]
}

/** What becomes of a held event, if it is still held: it is joined to another one, or waits longer. */
export type HeldChange = { readonly id: string } & (
  { readonly mergedInto: string } | { readonly heldUntilMs: number }
)

/** How late something may have been pushed to go with a deletion. */
export interface DeletionBound {
  /** The instance that reported the deletion, or null. */
  readonly instance: string | null
  /** For what the same instance reported. */
  readonly atMs: number
  /** For what others reported, whose clocks may differ. */
  readonly elsewhereAtMs: number
}

/** New deliveries of an event that is stored already. */
export type Replayed = Pick<DecidedEvent, 'event' | 'projectId' | 'payloads' | 'deliveries'>

export interface NewDelivery {
  readonly policyId: number
  readonly targetId: number
  /** Index into `payloads`. */
  readonly payloadIndex: number
  /** The type that its payload names, where the policy has Harbor's way; else that of the event, also when that changes. */
  readonly eventType?: EventType
  /** True: born under the lease of its acceptance, since its first attempt starts as soon as it is stored. */
  readonly leased: boolean
}

/** The events of one notification; stored as a whole or not at all. */
export interface Acceptance {
  /** Of the rules that decided. */
  readonly revision: number
  readonly lease: Lease
  readonly events: readonly DecidedEvent[]
  /** What the source reported, for its account; nothing is counted when left out. */
  readonly received?: ReceivedEvents
}

export type AcceptResult =
  /** The rules have changed since, or another event has the position of one of these: decide anew. Nothing was stored. */
  | { readonly outcome: 'stale'; readonly because: 'rules' | 'positions' }
  /** For each event the ids of its deliveries in the order given, or null when its source reported it before. */
  | {
      readonly outcome: 'stored'
      readonly deliveryIds: readonly (readonly number[] | null)[]
      /** Events that followed from these were stored with them, held and due. */
      readonly hasFollowUps?: true
    }

/**
 * Events that were held, now decided: with all their verdicts, and the payloads and deliveries that are new. Each may have been settled by
 * another meanwhile.
 */
export type Settlement = Acceptance

/** Which held events someone looks for, the first to be decided first. */
export interface HeldFilter {
  /** Those whose time has come at this time; all when left out. */
  readonly dueAtMs?: number
  readonly repository?: string
  readonly digests?: readonly string[]
  readonly limit: number
}

export interface HeldEvent extends PastEvent {
  readonly heldUntilMs: number
  /** Those of policies of Harbor's way, which did not wait. */
  readonly verdicts: readonly PolicyVerdict[]
  /** Who sent the request, as `clientOf` names them; null when unknown. */
  readonly client: string | null
}

export interface Claim {
  readonly lease: Lease
  readonly nowMs: number
  readonly wants: readonly TargetWant[]
}

/** How many due deliveries a target has room for. */
export interface TargetWant {
  readonly targetId: number
  readonly room: number
  /** Of them at the most so many that have not been attempted yet, and only where no other is due; any number when left out. */
  readonly fresh?: number
}

export interface Claimed {
  readonly revision: number
  readonly deliveries: readonly LeasedDelivery[]
  /** For every target asked for: when its next delivery is due, null when none is waiting; of a target with a limit of fresh ones without those. */
  readonly waiting: readonly (WaitingTarget & { readonly holdsFresh?: true })[]
}

export interface WaitingTarget {
  readonly targetId: number
  readonly dueAtMs: number | null
}

export interface NewRendering {
  readonly deliveryId: number
  readonly payload: Payload
}

export interface Completion {
  readonly owner: string
  /** Of the delivery, for those who look on. */
  readonly projectId: number
  readonly attempt: Attempt
  readonly next: NextState
}

/** Deliveries that one sweep moved on. */
export interface Swept {
  /** Targets whose deliveries had lost their node and are due again. */
  readonly released: readonly number[]
  /** Deliveries that were too old to be tried again. */
  readonly expired: number
  /** True when there was more to do than one sweep does. */
  readonly more: boolean
}

/**
 * The delivery queue: the hot part of the store. Each call is durable once it resolves, and many calls share one commit.
 * Every call may reject with `UNAVAILABLE`; then nothing of it was done.
 */
export interface Queue {
  accept: (acceptance: Acceptance) => Promise<AcceptResult>
  /** Counts a notification of which nothing is stored in the account of its source. */
  countReceived: (received: ReceivedEvents) => Promise<void>
  /**
   * Stores what was decided about held events, as `accept` does for new ones. The ids of an event that is held no more
   * are null. The outcome is stale when the rules have changed since.
   */
  settle: (settlement: Settlement) => Promise<AcceptResult>
  held: (filter: HeldFilter) => Promise<readonly HeldEvent[]>
  /** Joins held events to others, or lets them wait longer. */
  changeHeld: (changes: readonly HeldChange[]) => Promise<void>
  /** Stores a manifest that was read from a registry. */
  storeManifest: (observed: ObservedManifest) => Promise<StoreManifestResult>
  /** Leases due deliveries of targets that are not held, oldest due first. Its cost depends on the targets asked for, never on the backlog. */
  claim: (claim: Claim) => Promise<Claimed>
  /**
   * Keeps what an unrendered payload of a delivery became, before anyone gets it; a rendering that is there already stays.
   *
   * @returns the payload that this and every later attempt sends
   */
  keepRendering: (rendering: NewRendering) => Promise<Payload>
  /**
   * Records an attempt and moves its delivery on, if the lease still holds. A delivery that was stopped meanwhile stays
   * stopped unless the attempt succeeded. A success moves it although the lease was lost: the receiver has the event.
   */
  complete: (completion: Completion) => Promise<CompletionResult>
  /** Returns deliveries that were leased and not attempted: they are due at once, and the attempt does not count. */
  giveBack: (returned: GiveBack) => Promise<void>
  /**
   * Frees deliveries whose lease ran out or whose node is known to be gone (never those of `owner`, which knows its own),
   * recording an attempt that was `interrupted`; expires what has waited for longer than `maxAgeMs` by the service clock; pulls back
   * what is due later than `latestDueMs`, since that was planned while the clock was wrong.
   */
  sweep: (sweep: Sweep) => Promise<Swept>
  /** Every target with waiting deliveries that is not held, and when the first is due. */
  waitingTargets: () => Promise<readonly WaitingTarget[]>
}

/** A manifest as it was read from the registry, or as an event of the registry reports it. */
export interface ObservedManifest {
  readonly event: RegistryEvent
  readonly projectId: number
  readonly manifest: Manifest
}

/** `hasFollowUps`: as for `AcceptResult`. */
export interface StoreManifestResult {
  readonly hasFollowUps: boolean
}

export interface GiveBack {
  readonly owner: string
  readonly nowMs: number
  /** With the number of the attempt that each was leased for. */
  readonly deliveries: readonly Pick<LeasedDelivery, 'id' | 'projectId' | 'attempt'>[]
}

export interface Sweep {
  readonly owner: string
  readonly nowMs: number
  readonly maxAgeMs: number
  /** The longest wait of the retry rule from now. */
  readonly latestDueMs: number
  readonly interrupted: Outcome
}

export type CompletionResult = 'moved' | 'lease lost'
