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
  /** True while it is paused, or its project or everything is held: no attempt begins. */
  readonly isHeld: boolean
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
  /** The kind's, which says which options are secrets. */
  readonly rules: TargetRules
  readonly authHeader: string | null
  /** True: the stored `authHeader` goes where nothing replaces it; else it stays. */
  readonly dropsAuthHeader?: boolean
  readonly secret: string | null
  /** The same of the stored `secret`. */
  readonly dropsSecret?: boolean
}
