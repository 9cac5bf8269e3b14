import { hash } from 'node:crypto'
import { type VerifyingKey, readVerifyingKey } from './verifying-key.ts'

/** How far the time of a signature may be off, unless the rules say otherwise. */
export const DEFAULT_TOLERANCE_MS = 5 * 60_000

/** By what a sender is known. Where both are given, a webhook needs both. */
export interface Sender {
  /** SHA-256 of each value that the header `Authorization` may have; empty: it is not asked for. */
  readonly authorizations: readonly Buffer[]
  /** Empty: no signature is asked for. */
  readonly keys: readonly VerifyingKey[]
  readonly toleranceMs: number
}

export interface SenderSecrets {
  /** Each either the whole header (`Bearer …`) or the secret behind `Secret `. Several for a change of the secret. */
  readonly authorizations: readonly string[]
  /** `whsec_…` or `whpk_…`; several for a change of the secret. */
  readonly signingSecrets: readonly string[]
  readonly toleranceMs?: number
}

/** @returns a fault for a signing secret that cannot be one; `index` says which */
export function createSender({
  authorizations,
  signingSecrets,
  toleranceMs = DEFAULT_TOLERANCE_MS,
}: SenderSecrets): Sender | { readonly fault: string; readonly index: number } {
  const keys: VerifyingKey[] = []
  for (const [index, secret] of signingSecrets.entries()) {
    const key = readVerifyingKey(secret)
    if ('fault' in key) return { ...key, index }
    keys.push(key)
  }
  const accepted = authorizations.flatMap((value) => [value, `Secret ${value}`])
  return { authorizations: accepted.map(digestOf), keys, toleranceMs }
}

/** Digests have one length, so that comparing them takes the same time for all values. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
