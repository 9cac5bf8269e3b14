import type { Outcome } from '../delivery/attempt.ts'
import type { LeasedDelivery } from '../delivery/delivery.ts'
import type { Pace } from './rate-limit.ts'
import type { TargetOptions } from '../options.ts'
import type { TargetRules } from './target-rules.ts'

/** Where a policy's notifications go, as everyone who may read the policy sees it. */
export interface Target {
  readonly id: number
  readonly type: string
  /** As its owner wrote it: for an http target a URL, the scheme of which may be missing (then it is http). */
  readonly address: string
  readonly skipCertVerify: boolean
  readonly payloadFormat: string
  /** Attributes attached to the target, for templates (webhook proposal, `HookTarget.Attachment`). */
  readonly attachment: string
  /** What the kind of target lets its owner choose; secrets among it are empty strings. */
  readonly options: TargetOptions
  readonly hasAuthHeader: boolean
  readonly hasSecret: boolean
  /** True: what is for it waits until someone resumes it. */
  readonly isPaused: boolean
  /** Until when the signing secret before the present one signs too; null when none does. It may have gone by. */
  readonly formerSigningUntilMs: number | null
}

/** A target with its secrets in clear, those of its options included: what a sender needs, and nobody else gets. */
export interface TargetWithSecrets extends Target {
  /** The whole value of the `Authorization` header, or null. */
  readonly authHeader: string | null
  /** Sent as `Authorization: Secret <secret>` (webhook proposal, "HttpHandler Design"), or null. */
  readonly secret: string | null
  /** The signing secret before the present one, which signs beside it for a while; null when there is none. */
  readonly formerSigningSecret: { readonly secret: string; readonly untilMs: number } | null
}

/** What a user says of a target. A secret left out keeps what is stored. */
export interface TargetDraft {
  readonly type: string
  readonly address: string
  readonly skipCertVerify: boolean
  readonly payloadFormat: string
  readonly attachment: string
  /** With its secrets in clear; see `splitOptions` for what an empty one means. */
  readonly options: TargetOptions
  /** The kind's, by which secrets are told from other options. */
  readonly rules: TargetRules
  readonly authHeader: string | null
  readonly secret: string | null
}

export type AddressReading =
  | { readonly fault: string }
  /** `authHeader` is what the address itself said about how to log in. */
  | { readonly address: string; readonly authHeader: string | null }

/** Attempts to one target at the same time, at the most; a kind of target holds that many connections for it. */
export const MAX_ATTEMPTS_AT_A_TIME = 128

/** One kind of target: turns a leased delivery into one attempt. */
export interface TargetKind extends TargetRules, AsyncDisposable {
  readonly type: string
  /** The one payload format that it speaks, or null when a target may name any of those made for programs. */
  readonly ownFormat: string | null
  /** Reads what a user gave as the address: why nothing could ever be delivered to it, or what to store of it. */
  readAddress: (address: string) => AddressReading
  /** How fast deliveries to a target may follow each other, and whether they are gathered. */
  paceOf: (target: Pick<Target, 'options'>) => Pace
  /** Never rejects: every fault is an outcome. */
  send: (delivery: LeasedDelivery, target: TargetWithSecrets) => Promise<Outcome>
  /** Sends what was gathered as one; of kinds that gather. Never rejects. The outcome is that of each. */
  sendTogether?: (deliveries: readonly LeasedDelivery[], target: TargetWithSecrets) => Promise<Outcome>
}
