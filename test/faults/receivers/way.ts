import type { TargetRequest } from '../../../src/contract/webhooks/policy.ts'
import type { FailureCode } from '../../../src/domain/delivery/attempt.ts'

/** A receiver that misbehaves, and what it got. */
export interface Misbehaving extends AsyncDisposable {
  readonly url: (path?: string) => string
  /** Those that came whole. */
  readonly requests: readonly { readonly headers: Readonly<Record<string, unknown>> }[]
  readonly openConnections: () => number
}

/** How one delivery ends. */
export interface End {
  /** Of each attempt, in their order: why it failed; null if it succeeded. */
  readonly codes: readonly (FailureCode | null)[]
  /**
   * The words on record: why the last attempt failed, or what was wrong with the answer of the one that succeeded; empty when
   * nothing was. `…` stands for any text.
   */
  readonly says: string
  /** Between the end of the first attempt and the start of the second; milliseconds, at least and at most. */
  readonly waitMs?: readonly [number, number]
  /**
   * Whether the request of each attempt reaches the receiver whole; `twice` when it closed a kept connection under it, `refused
   * once` when it said that it did nothing with the first.
   */
  readonly arrives?: 'whole' | 'never' | 'perhaps' | 'twice' | 'refused once'
}

/** One way to misbehave. */
export interface Way {
  /** What the receiver does, after "A receiver that". */
  readonly does: string
  readonly start: () => Promise<Misbehaving>
  /** What its target has besides the address. */
  readonly target?: TargetRequest
  /** Whether its connections outlive a broken exchange: those of HTTP/2 do, and those whose end the receiver does not read. */
  readonly keepsConnections?: true
  /** How its deliveries end, which come one after the other. */
  readonly ends: readonly End[]
}

export interface Family {
  readonly name: string
  readonly ways: readonly Way[]
}

/** The settings of the server that all ways share. */
export const SETTINGS = {
  BELLBUOY_WEBHOOK_TIMEOUT_MS: '1000',
  BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '10',
  BELLBUOY_WEBHOOK_MAX_WAIT_MS: '2000',
  BELLBUOY_WEBHOOK_MAX_RETRY: '1',
}
export const TIMEOUT_MS = 1000
export const MAX_WAIT_MS = 2000

type Details = Pick<End, 'arrives' | 'waitMs'>

/** Both attempts fail the same way, and the delivery ends as an error. */
export function fails(code: FailureCode, says: string, details: Details = {}): End {
  return { codes: [code, code], says, ...details }
}

/** As `fails`, where no request comes whole. */
export function failsBefore(code: FailureCode, says: string): End {
  return fails(code, says, { arrives: 'never' })
}

/** The first attempt delivers. */
export function delivers(says = '', details: Details = {}): End {
  return { codes: [null], says, ...details }
}

/** The first attempt fails, the second delivers. */
export function recovers(code: FailureCode, details: Details = {}): End {
  return { codes: [code, null], says: '', ...details }
}
