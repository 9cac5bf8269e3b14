import type { EventType } from '../event/event-type.ts'
import type { Pace } from '../target/rate-limit.ts'
import type { TargetRules } from '../target/target-rules.ts'
import type { Target, TargetWithSecrets } from '../target/target.ts'
import type { Outcome } from './attempt.ts'
import type { LeasedDelivery } from './delivery.ts'

export type AddressReading =
  | { readonly fault: string }
  /** `authHeader` is what the address itself said about how to log in. */
  | { readonly address: string; readonly authHeader: string | null }

/** Attempts to one target at the same time, at the most; a kind of target holds that many connections for it. */
export const MAX_ATTEMPTS_AT_A_TIME = 128

/** One kind of target: turns a leased delivery into one attempt. */
export interface TargetKind extends TargetRules, AsyncDisposable {
  readonly type: string
  /** The one payload format that it speaks, or null when a target may name any of those meant for programs. */
  readonly ownFormat: string | null
  /** The event types that mean something to its receiver; left out: all. A policy with such a target subscribes no others. */
  readonly eventTypes?: readonly EventType[]
  /** False: nobody can make one here; those that are there fail, and say why. */
  readonly isOffered?: boolean
  /** Reads what a user gave as the address: why nothing could ever be delivered to it, or what to store of it. */
  readAddress: (address: string) => AddressReading
  /** How fast deliveries to a target may follow each other, and whether they are gathered. */
  paceOf: (target: Pick<Target, 'options'>) => Pace
  /** Never rejects: every fault is an outcome. */
  send: (delivery: LeasedDelivery, target: TargetWithSecrets) => Promise<Outcome>
  /** Sends gathered deliveries as one, for kinds that gather. Never rejects. The outcomes are in the order of the deliveries. */
  sendTogether?: (
    deliveries: readonly LeasedDelivery[],
    target: TargetWithSecrets,
  ) => Promise<readonly Outcome[]>
}
